namespace OwnerConsole.Bench.Scenarios;

/// <summary>One tenant over HTTP, with the key looked up and the permission checked, against the bare statement.</summary>
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
}
