using System.Text;
using System.Text.Json;

namespace OwnerConsole.Fixtures;

/// <summary>Compares every response of the public API with the API description, whichever test caused it.</summary>
internal sealed class ContractHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var sent = ApiRecorder.IsOn && request.Content is { } content ? Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(stop)) : null;
        var response = await base.SendAsync(request, stop);
        if (
            response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json"
            && ApiContract.Find(request.Method, request.RequestUri!.AbsolutePath) is { } endpoint
        )
        {
            var text = await response.Content.ReadAsStringAsync(stop);
            var fault = endpoint.FindContradiction(
                (int)response.StatusCode,
                response.Content.Headers.ContentType.MediaType,
                JsonSerializer.Deserialize<JsonElement>(text)
            );
            if (ApiRecorder.IsOn)
                ApiRecorder.Record(endpoint, request, sent, response, text, fault);
            else if (fault is not null)
                throw new InvalidOperationException($"{endpoint.Method} {endpoint.Path} contradicts the API description:\n{fault}\n{text}");
        }
        return response;
    }
}
