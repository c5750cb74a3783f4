using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Stripe.Matching;

/// <summary>Updates customers whose tenant has changed because of what tenants report.</summary>
public sealed class MatchChecker(Database database) : IWorkHandler
{
    private const string Kind = "stripe.check_matches";

    public string Name => Kind;

    public string Title => "Match Stripe customers with tenants";

    public TimeSpan? Interval => TimeSpan.FromSeconds(30);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<CustomerKey> changed;
        await using (var reading = await database.Read(stop))
            changed = await CustomerOwners.FindChanged(reading);
        if (changed.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        work.Defer(
            """
            update stripe.objects o set is_projected = false
              from unnest(@accounts, @ids) n(account_id, object_id)
             where o.tenant_id = 'tnt_platform' and o.account_id = n.account_id and o.object_id = n.object_id
            """,
            new { accounts = changed.Select(customer => customer.AccountId).ToArray(), ids = changed.Select(customer => customer.CustomerId).ToArray() }
        );
        await work.Commit();
        return WorkOutcome.Completed;
    }
}
