using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The platform and its email settings.</summary>
/// <param name="Settings">The settings; null when email is not set up.</param>
public sealed record MailFacts(long Revision, MailSettings? Settings) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<MailFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        // Locks the current settings, so that a concurrent change is detected as a conflict with the preview.
        await work.List<string>($"select s.opened_by from emails.settings s where s.tenant_id = 'tnt_platform' and s.closed_by is null {work.ForUpdate("s")}");
        var revision = await work.One<long>("select count(*) + count(closed_by) + 1 from emails.settings where tenant_id = 'tnt_platform'");
        return [new(revision, await MailSettings.Find(work))];
    }
}
