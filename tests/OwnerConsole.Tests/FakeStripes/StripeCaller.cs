using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using FakeStripe;

namespace OwnerConsole.Tests.FakeStripes;

/// <summary>Calls FakeStripe with form-encoded parameters, as any client does.</summary>
internal sealed class StripeCaller : IDisposable
{
    private readonly HttpClient _client;

    public StripeCaller(FakeStripeServer stripe, string key = FakeStripeOptions.DefaultKey)
    {
        _client = new() { BaseAddress = stripe.Address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public void Dispose() => _client.Dispose();

    /// <param name="query">Encoded parameters, without the question mark.</param>
    public Task<JsonNode> Get(string path, string query = "") => Success(Send(HttpMethod.Get, $"{path}?{query}"));

    /// <param name="form">Parameters with brackets, not encoded: <c>items[0][price]=price_1&amp;metadata[k]=v</c>.</param>
    public Task<JsonNode> Post(string path, string form = "") => Success(Send(HttpMethod.Post, path, form));

    public Task<JsonNode> Delete(string path) => Success(Send(HttpMethod.Delete, path));

    /// <returns>Status and body, with the reply's headers.</returns>
    public async Task<(HttpStatusCode Status, JsonNode Body, HttpResponseHeaders Headers)> Send(
        HttpMethod method,
        string path,
        string? form = null,
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (form is not null)
            request.Content = new FormUrlEncodedContent(form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair));
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!, response.Headers);
    }

    /// <returns>A customer whose default payment method is a test card.</returns>
    public async Task<string> Customer(string card = "pm_card_visa")
    {
        var customer = Id(await Post("/v1/customers", "email=nora@example.org"));
        var method = Id(await Post($"/v1/payment_methods/{card}/attach", $"customer={customer}"));
        await Post($"/v1/customers/{customer}", $"invoice_settings[default_payment_method]={method}");
        return customer;
    }

    /// <returns>A price of a new product.</returns>
    public async Task<string> Price(int amount, string interval = "month")
    {
        var product = Id(await Post("/v1/products", "name=Pro"));
        return Id(await Post("/v1/prices", $"product={product}&currency=usd&unit_amount={amount}&recurring[interval]={interval}"));
    }

    public Task<JsonNode> Subscribe(string customer, string price, string more = "") =>
        Post("/v1/subscriptions", $"customer={customer}&items[0][price]={price}&{more}");

    public async Task<IReadOnlyList<string>> EventTypes() =>
        [.. (await Get("/v1/events", "limit=100"))["data"]!.AsArray().Select(sent => Text(sent!, "type")).Reverse()];

    public static string Id(JsonNode resource) => Text(resource, "id");

    public static string Text(JsonNode resource, string name) => resource[name]!.ToString();

    private static async Task<JsonNode> Success(Task<(HttpStatusCode Status, JsonNode Body, HttpResponseHeaders Headers)> sent)
    {
        var (status, body, _) = await sent;
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    private static KeyValuePair<string?, string?> Pair(string text) => text.Split('=', 2) is [var name, var value] ? new(name, value) : new(text, "");
}
