using System.Security.Cryptography;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Claims;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>Claims on a limit, compared with a plain statement that counts and enforces a limit.</summary>
internal static class LimitScenarios
{
    internal const int Tenants = 10_000;

    internal const string Feature = "calls";

    private const int Callers = 64;

    /// <summary>The minimum of every claim: a conditional update without an earlier read.</summary>
    private const string Bare = "update public.bare_usage set used = used + 1 where tenant_id = {0} and used + 1 <= 1000000000 returning used";

    public static readonly Scenario Hot = SingleTenant("limit", "64 callers consume for one tenant ÷ one plain statement each", isKeyed: false);

    public static readonly Scenario Keyed = SingleTenant("limit-keys", "the same, each with its own idempotency key", isKeyed: true);

    public static readonly Scenario Spread = new(
        "B12",
        "limit-spread",
        "64 callers consume for any of 10,000 tenants ÷ the plain statement in pgbench",
        0.8,
        async (console, _) =>
        {
            var granted = await Open(console);
            return new(
                PgBench.Repeat(
                    console.Super,
                    $"\\set n random(1, {Tenants})\n{Bare.Replace("{0}", "'tnt_' || lpad((:n)::text, 26, '0')", StringComparison.Ordinal)};"
                ),
                CallLoad.Repeat(() => granted.Claim(Id(RandomNumberGenerator.GetInt32(Tenants) + 1), isKeyed: false), Callers)
            )
            {
                Also = granted.AreCounted,
            };
        }
    );

    private static Scenario SingleTenant(string name, string says, bool isKeyed) =>
        new(
            "B11",
            name,
            says,
            5,
            async (console, _) =>
            {
                var granted = await Open(console);
                var tenant = Id(1);
                return new(() => console.Do(Bare.Replace("{0}", $"'{tenant}'", StringComparison.Ordinal)), () => granted.Claim(tenant, isKeyed), Callers)
                {
                    Also = granted.AreCounted,
                };
            }
        );

    internal static string Id(int number) => $"tnt_{number:D26}";

    /// <summary>Declares a feature with a limit that is never reached.</summary>
    internal static async Task Declare(BenchConsole console)
    {
        await console.Fill(Tenants);
        await console.Do(
            $"""
            set app.run = 'run_bench';
            insert into features.features (feature_id, opened_by, key, kind, resets, decimals, name, unit, allows, enforcement, burst, outage, opened_at)
            values ('fea_bench', 'run_bench', '{Feature}', 'counter', 'month', 0, 'Calls', 'call', '1000000000', 'hard', 0, 'closed', now())
            """
        );
    }

    private static async Task<ClaimLoad> Open(BenchConsole console)
    {
        await Declare(console);
        await console.Do(
            """
            create table public.bare_usage (tenant_id text primary key, used bigint not null) with (fillfactor = 50);
            insert into public.bare_usage select tenant_id, 0 from core.tenants;
            analyze public.bare_usage
            """
        );
        return new(console);
    }

    private sealed class ClaimLoad(BenchConsole console)
    {
        private readonly ClaimProcessor _claims = console.Get<ClaimProcessor>();
        private long _claimed;

        public async Task Claim(string tenant, bool isKeyed)
        {
            var number = Interlocked.Increment(ref _claimed);
            var answer = await _claims.Consume(tenant, Feature, 1, isKeyed ? $"bench:{number}" : null);
            if (answer.Refused is not null)
                throw new InvalidOperationException("The claim must be granted.");
        }

        public async Task<(bool, string)> AreCounted()
        {
            var counted = await console.One<decimal>("select sum(used) from entitlements.usage");
            return (counted == _claimed, $"{counted:N0} counted of {_claimed:N0} granted");
        }
    }
}
