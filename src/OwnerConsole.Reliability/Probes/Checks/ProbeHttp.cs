using System.Text;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>Gets pages with the checks for outgoing requests: only allowed addresses, no redirects, and limited bodies.</summary>
internal sealed class ProbeHttp(OutboundHostPolicy hosts) : IDisposable
{
    /// <summary>Part of a page that is read.</summary>
    private const int MaxBody = 1 << 20;

    private readonly HttpClient _http = Create(hosts);

    /// <inheritdoc cref="Get(string, bool, ScrapeSecret, CancellationToken)"/>
    public Task<HttpPage> Get(string url, bool withBody, CancellationToken stop) => Get(url, withBody, secret: null, stop);

    /// <param name="secret">Header to send; null for none.</param>
    /// <exception cref="CheckException">There was no response.</exception>
    public async Task<HttpPage> Get(string url, bool withBody, ScrapeSecret? secret, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd("owner-console/1");
        if (secret is not null)
            request.Headers.TryAddWithoutValidation(secret.Header, secret.Value);
        request.Headers.ConnectionClose = true; // each check resolves the name and connects again
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (!withBody)
                return new((int)response.StatusCode, "", IsCut: false);
            var (body, isCut) = await Read(response, stop);
            return new((int)response.StatusCode, body, isCut);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new CheckException(ProbeNetwork.Explain(error) ?? "The server gave no valid HTTP response.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<(string Body, bool IsCut)> Read(HttpResponseMessage response, CancellationToken stop)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        using var read = new MemoryStream();
        var part = new byte[16 * 1024];
        while (read.Length < MaxBody && await body.ReadAsync(part, stop) is var count and > 0)
            read.Write(part, 0, count);
        return (Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length), read.Length >= MaxBody);
    }

    private static HttpClient Create(OutboundHostPolicy hosts)
    {
        var http = hosts.CreateClient(Timeout.InfiniteTimeSpan);
        http.Timeout = Timeout.InfiniteTimeSpan; // each probe has its own timeout
        return http;
    }
}

/// <param name="Body">Empty if it was not requested.</param>
/// <param name="IsCut">Whether the page is longer than the part that was read.</param>
internal sealed record HttpPage(int Status, string Body, bool IsCut);
