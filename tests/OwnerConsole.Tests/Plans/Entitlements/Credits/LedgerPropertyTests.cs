using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

/// <summary>The console's credit balances equal those of a reference ledger for random histories.</summary>
[Slow(9, "Credits")]
public sealed class LedgerPropertyTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const int Included = 100;

    [Fact]
    public async Task Any_history_of_credits_matches_the_reference_ledger()
    {
        var credited = await CreditPlatform.Open(console);
        var histories = Gen.Sample(Step.ArrayOf(14), 25, 14).ToList();

        for (var number = 0; number < histories.Count; number++)
        {
            var tenant = await credited.Limited.On($"ledger-{number}", "starter");
            var oracle = new ReferenceLedger();
            foreach (var (what, amount, which) in histories[number])
                await Do(what, amount, which, tenant, oracle, credited);

            (await credited.Grants(tenant))
                .Select(grant => (grant.Key, grant.Value.Split(' ')[0]))
                .OrderBy(grant => grant.Key, StringComparer.Ordinal)
                .ShouldBe(
                    oracle.Grants.Select(grant => (grant.Id, $"{grant.Left}")).OrderBy(grant => grant.Id, StringComparer.Ordinal),
                    Describe(histories[number])
                );
            (await credited.Limited.Entitlement(tenant, "sessions")).GetProperty("used").GetString().ShouldBe($"{oracle.Used}", Describe(histories[number]));
            await credited.RunUpkeep();
            await credited.CheckSums(tenant);
        }
    }

    private static async Task Do(string what, int amount, int which, string tenant, ReferenceLedger oracle, CreditPlatform credited)
    {
        var open = oracle.Grants.Where(grant => !grant.IsOver).ToList();
        switch (what)
        {
            case "grant":
                var until = which % 2 == 0 ? $"{2030 + which}-01-01" : null;
                var priority = which % 3;
                oracle.Grants.Add(new(await credited.Grant(tenant, $"{amount}", priority: priority, until: until), amount, priority, until ?? "9999"));
                break;
            case "use":
                var key = $"use-{oracle.Claims.Count}";
                var (status, _) = await credited.Limited.Keyed(tenant, "sessions", $"{amount}", key);
                (status == 200).ShouldBe(oracle.Use(key, amount), $"{what} {amount} of {oracle.Used}");
                break;
            case "refund" when oracle.Claims.Count > 0:
                var claim = oracle.Claims.Keys.ElementAt(which % oracle.Claims.Count);
                await credited.App.Post("/api/v1/entitlements/refund", new { tenant, key = claim });
                oracle.Refund(claim);
                break;
            case "end" when open.Count > 0:
                var ends = open[which % open.Count];
                await credited.ExpireGrant(tenant, ends.Id);
                ends.IsOver = true;
                break;
            case "void" when open.Where(grant => grant.Left > 0).ToList() is { Count: > 0 } some:
                var goes = some[which % some.Count];
                await credited.RunWithRetry("credit.void", goes.Id);
                goes.IsOver = true;
                break;
        }
    }

    private static readonly Gen<(string What, int Amount, int Which)> Step =
        from what in Gen.Frequency(
            (4, Gen.Constant("use")),
            (3, Gen.Constant("grant")),
            (2, Gen.Constant("refund")),
            (1, Gen.Constant("end")),
            (1, Gen.Constant("void"))
        )
        from amount in Gen.Choose(1, 60)
        from which in Gen.Choose(0, 7)
        select (what, amount, which);

    private static string Describe((string What, int Amount, int Which)[] steps) =>
        string.Join("; ", steps.Select(step => $"{step.What} {step.Amount} {step.Which}"));

    /// <summary>Applies the same rules sequentially.</summary>
    private sealed class ReferenceLedger
    {
        public List<GrantedCredit> Grants { get; } = [];

        public Dictionary<string, (int Amount, List<(GrantedCredit Grant, int Amount)> Paid)> Claims { get; } = [];

        public int Used { get; private set; }

        private int Burnt => Claims.Values.SelectMany(claim => claim.Paid).Sum(paid => paid.Amount);

        public bool Use(string key, int amount)
        {
            var needed = Math.Max(0, Used + amount - Included - Burnt);
            if (needed > Grants.Sum(grant => grant.Left))
                return false;
            var paid = new List<(GrantedCredit, int)>();
            foreach (
                var grant in Grants
                    .Where(grant => !grant.IsOver)
                    .OrderBy(grantedCredit => grantedCredit.Priority)
                    .ThenBy(grantedCredit => grantedCredit.Until, StringComparer.Ordinal)
            ) // The sort is stable, so older grants stay first.
            {
                var part = Math.Min(needed, grant.Left);
                if (part == 0)
                    continue;
                grant.Spent += part;
                needed -= part;
                paid.Add((grant, part));
            }
            Claims[key] = (amount, paid);
            Used += amount;
            return true;
        }

        public void Refund(string key)
        {
            foreach (var (grant, amount) in Claims[key].Paid)
                grant.Spent -= amount;
            Used -= Claims[key].Amount;
            Claims[key] = (0, []);
        }
    }

    private sealed class GrantedCredit(string id, int amount, int priority, string until)
    {
        public string Id { get; } = id;

        public int Priority { get; } = priority;

        public string Until { get; } = until;

        public int Spent { get; set; }

        public bool IsOver { get; set; }

        public int Left => IsOver ? 0 : amount - Spent;
    }
}
