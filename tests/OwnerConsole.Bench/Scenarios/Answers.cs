namespace OwnerConsole.Bench.Scenarios;

/// <summary>What one request costs: a tenant over HTTP, with the key looked up and the permission checked, against the bare statement; a page of the directory against its JSON.</summary>
internal static class Answers
{
    private const string Id = "tnt_00000000000000000000000001";

    public static readonly Scenario OneTenant = new(
        "B16",
        "tenant",
        "GET one tenant with a key ÷ one row by its key in SQL",
        0.15,
        async (console, _) =>
        {
            await console.Fill(1_000);
            var keys = await console.Keys(1_000);
            var http = console.Client();
            var turn = 0;
            return new(
                async () =>
                {
                    await using var command = console.Bare.CreateCommand(
                        "select tenant_id, external_id, name, contact_email, opened_at from core.tenants where tenant_id = $1"
                    );
                    command.Parameters.AddWithValue(Id);
                    await using var reader = await command.ExecuteReaderAsync();
                    await reader.ReadAsync();
                },
                async () =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tenants/{Id}");
                    request.Headers.Authorization = new("Bearer", keys[Interlocked.Increment(ref turn) % keys.Count]);
                    using var answer = await http.SendAsync(request);
                    answer.EnsureSuccessStatusCode();
                },
                Callers: 16
            );
        }
    );

    public static readonly Scenario Page = new(
        "B21",
        "fragment",
        "the directory's 50 rows as a fragment of the page ÷ the same list as JSON",
        0.4,
        async (console, _) =>
        {
            await console.Fill(10_000);
            var keys = await console.Keys(1_000);
            var cookies = await Task.WhenAll(Enumerable.Range(0, Callers).Select(console.SignedIn));
            var http = console.Client();
            var turn = 0;
            return new(
                () => Ask(http, "/api/v1/tenants?limit=50", ("Authorization", $"Bearer {keys[Interlocked.Increment(ref turn) % keys.Count]}")),
                () =>
                    Ask(
                        http,
                        "/tenants",
                        ("Cookie", $"__Host-oc={cookies[Interlocked.Increment(ref turn) % Callers]}"),
                        ("HX-Request", "true"),
                        ("HX-Request-Type", "partial")
                    ),
                Callers
            );
        }
    );

    private const int Callers = 8;

    private static async Task Ask(HttpClient http, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
