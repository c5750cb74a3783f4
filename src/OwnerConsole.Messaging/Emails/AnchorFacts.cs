using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The platform and the recipient of its audit log checkpoints.</summary>
/// <param name="Address">Email address of the recipient; null if checkpoints are not sent.</param>
public sealed record AnchorFacts(long Revision, bool IsMailSetUp, string? Address) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<AnchorFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        await work.List<string>(
            $"select a.opened_by from emails.checkpoint_recipients a where a.tenant_id = 'tnt_platform' and a.closed_by is null {work.ForUpdate("a")}"
        );
        return
        [
            (
                await work.One<AnchorFacts>(
                    """
                    select (select count(*) + count(closed_by) + 1 from emails.checkpoint_recipients where tenant_id = 'tnt_platform') as revision,
                           exists (select from emails.settings where tenant_id = 'tnt_platform' and closed_by is null) as is_mail_set_up,
                           (select address from emails.checkpoint_recipients where tenant_id = 'tnt_platform' and closed_by is null) as address
                    """
                )
            )!, // always one row
        ];
    }
}
