using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>The platform and its connection to Stripe in one mode.</summary>
/// <param name="Connection">Null if this mode isn't connected.</param>
public sealed record StripeFacts(long Revision, StripeConnection? Connection) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<StripeFacts>> Load(IReadOnlyList<string> ids, Mode mode, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        // Locks the current connection, so that a concurrent change is detected as a conflict with the preview.
        await work.List<string>(
            $"select c.opened_by from stripe.connections c where c.tenant_id = 'tnt_platform' and c.mode = @mode and c.closed_by is null {work.ForUpdate("c")}",
            new { mode }
        );
        var revision = await work.One<long>(
            "select count(*) + count(closed_by) + 1 from stripe.connections where tenant_id = 'tnt_platform' and mode = @mode",
            new { mode }
        );
        return [new(revision, await StripeConnection.Find(mode, work))];
    }
}
