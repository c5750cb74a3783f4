using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Mails;

/// <summary>The platform, with or without a server for its mail.</summary>
/// <param name="Settings">null when mail is not set up</param>
public sealed record MailFacts(long Revision, MailSettings? Settings) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public static async Task<IReadOnlyList<MailFacts>> Load(IReadOnlyList<string> ids, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        // Whoever is first holds the settings that are open; who comes second finds others than were previewed.
        await work.List<string>($"select s.opened_by from mails.settings s where s.tenant_id = 'tnt_platform' and s.closed_by is null {work.ForUpdate("s")}");
        var revision = await work.One<long>("select count(*) + count(closed_by) + 1 from mails.settings where tenant_id = 'tnt_platform'");
        return [new(revision, await MailSettings.Find(work))];
    }
}
