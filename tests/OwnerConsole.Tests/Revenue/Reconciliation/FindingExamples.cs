using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Revenue.Stripe;

namespace OwnerConsole.Tests.Revenue.Reconciliation;

public sealed class ResolveFindingExample : Example
{
    public override string OperationName => "finding.resolve";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Finding(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.suspend", Tenant(stage, run), new { cause = "abuse" });
        return true;
    }

    /// <summary>Adds a tenant that pays and is suspended, with its finding.</summary>
    internal static async Task<string> Finding(LawHarness stage)
    {
        var (tenant, finding) = (await stage.Tenant(), stage.NewId("fnd"));
        await stage.Run("tenant.suspend", tenant, new { cause = "billing" });
        await stage.Force(
            """
            insert into billing.subscriptions
              (tenant_id, account_id, id, mode, customer_id, status, is_paused, prices, quantity, currency, mrr_minor, collection_method, created_at, synced_at)
            values (@tenant, 'acct_1', 'sub_' || @finding, 'live', 'cus_' || @finding, 'active', false, '{}', 1, 'EUR', 4900, 'charge_automatically', now(), now());
            insert into reconciliation.findings
              (tenant_id, finding_id, mode, account_id, type, object_type, object_id, field, ours, theirs, amount_minor, currency, severity, first_seen_at, last_seen_at)
            values (@tenant, @finding, 'live', 'acct_1', 'charged_without_access', 'subscription', 'sub_' || @finding, 'access', 'suspended', 'active', 4900, 'EUR', 'high', now(), now());
            insert into core.entity_names (id, kind, name, belongs_to) values (@finding, 'finding', 'Paid, but no access', @tenant)
            """,
            ("tenant", tenant),
            ("finding", finding)
        );
        s_tenants[finding] = tenant;
        return finding;
    }

    private static readonly Dictionary<string, string> s_tenants = new(StringComparer.Ordinal);

    private static string Tenant(LawHarness stage, Run run) => s_tenants[run.Lines[0].SubjectId];
}

public sealed class IgnoreFindingExample : Example
{
    public override string OperationName => "finding.ignore";

    public override JsonElement? RefusedInput => Json.Element(new { days = 0 });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ResolveFindingExample.Finding(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("finding.reopen", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ReopenFindingExample : Example
{
    public override string OperationName => "finding.reopen";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var finding = await ResolveFindingExample.Finding(stage);
        await stage.Run("finding.ignore", finding, new { reason = "too_small", days = 7 });
        return new(finding);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("finding.ignore", run.Lines[0].SubjectId, new { reason = "expected", days = 9 });
        return true;
    }
}

public sealed class StartReconciliationExample : Example
{
    public override string OperationName => "reconciliation.start";

    public override JsonElement? RefusedInput => Json.Element(new { mode = "live" });

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await Connect(stage);
        return new(IdGenerator.Platform, Json.Element(new { mode = "test" }));
    }

    /// <summary>Connects the account acct_laws in test mode. Nothing answers at the address of Stripe's API in these tests, so comparisons don't end.</summary>
    internal static async Task Connect(LawHarness stage)
    {
        await stage.Run("stripe.connect", IdGenerator.Platform, ConnectStripeExample.Settings());
        await stage.Force(
            """
            delete from reconciliation.runs;
            update stripe.checks set account_id = 'acct_laws' where mode = 'test';
            insert into stripe.checks (tenant_id, connection, mode, account_id, attempted_at)
            select 'tnt_platform', c.opened_by, 'test', 'acct_laws', now() from stripe.connections c where c.mode = 'test' and c.closed_by is null
            on conflict (tenant_id, mode, connection) do nothing;
            insert into stripe.backfills (tenant_id, account_id, mode, type, place, started_at, completed_at) values ('tnt_platform', 'acct_laws', 'test', 'customer', 1, now(), now())
            on conflict do nothing
            """
        );
    }

    public override Task<bool> MoveOn(LawHarness stage, Run run) => End(stage, run);

    /// <summary>A comparison that has ended can't be stopped any more.</summary>
    internal static async Task<bool> End(LawHarness stage, Run run)
    {
        await stage.Force("update reconciliation.runs set ended_at = now() where opened_by = @run", ("run", run.RunId));
        return true;
    }
}

public sealed class CompareTenantExample : Example
{
    public override string OperationName => "tenant.compare_stripe";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await StartReconciliationExample.Connect(stage);
        var tenant = await stage.Tenant();
        await stage.Force(
            """
            insert into billing.customers (tenant_id, account_id, id, mode, balance_minor, is_delinquent, created_at, synced_at)
            values (@tenant, 'acct_laws', 'cus_' || @tenant, 'test', 0, false, now(), now())
            """,
            ("tenant", tenant)
        );
        return new(tenant);
    }

    public override Task<bool> MoveOn(LawHarness stage, Run run) => StartReconciliationExample.End(stage, run);
}
