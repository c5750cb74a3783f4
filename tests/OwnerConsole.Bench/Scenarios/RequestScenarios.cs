using OwnerConsole.Bench.Loads;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>
/// The cost of one request: a tenant over HTTP including key lookup and permission check, compared with a plain statement; and a page of the directory,
/// compared with its JSON.
/// </summary>
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

    /// <summary>A key is limited to 50 calls a second, so a load alternates between several.</summary>
    private static async Task<string> WithKeys(BenchConsole console, IEnumerable<string> addresses) =>
        Wrk.Get(addresses, "Authorization", (await console.Keys(1_000)).Select(key => $"Bearer {key}"));
}
