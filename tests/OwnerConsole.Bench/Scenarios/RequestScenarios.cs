using OwnerConsole.Bench.Loads;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>What one request costs: a tenant over HTTP, with the key looked up and the permission checked, against the bare statement; a page of the directory against its JSON.</summary>
internal static class RequestScenarios
{
    private const int Tenants = 1_000;

    public static readonly Scenario OneTenant = new(
        "B16",
        "tenant",
        "GET one of 1,000 tenants through the API ÷ one row by primary key in pgbench",
        0.15,
        async (console, _) =>
        {
            await console.Fill(Tenants);
            var ids = Enumerable.Range(1, Tenants).Select(number => $"tnt_{number:D26}");
            return new(
                PgBench.Repeat(
                    console.Super,
                    $"select tenant_id, external_id, name, contact_email, opened_at from core.tenants where tenant_id = '{ids.First()}';"
                ),
                Wrk.Ask(console.Address, await WithKeys(console, ids.Select(id => $"/api/v1/tenants/{id}")))
            );
        }
    );

    public static readonly Scenario Page = new(
        "B21",
        "fragment",
        "the directory's 50 rows as an HTML fragment ÷ as JSON",
        0.4,
        async (console, _) =>
        {
            await console.Fill(10_000);
            var cookies = await Task.WhenAll(Enumerable.Range(0, Wrk.Callers).Select(console.SignedIn));
            return new(
                Wrk.Ask(console.Address, await WithKeys(console, ["/api/v1/tenants?limit=50"])),
                Wrk.Ask(
                    console.Address,
                    Wrk.Get(["/tenants"], "Cookie", cookies.Select(cookie => $"__Host-oc={cookie}"), ("HX-Request", "true"), ("HX-Request-Type", "partial"))
                )
            );
        }
    );

    /// <summary>A key may call 50 times a second, so a load takes turns among many.</summary>
    private static async Task<string> WithKeys(BenchConsole console, IEnumerable<string> addresses) =>
        Wrk.Get(addresses, "Authorization", (await console.Keys(1_000)).Select(key => $"Bearer {key}"));
}
