using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The platform as the owner of an email template.</summary>
/// <param name="Words">Current content; null if the template does not exist.</param>
public sealed record TemplateFacts(long Revision, EmailContent? Words) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<TemplateFacts>> Load(IReadOnlyList<string> ids, string template, EmailTemplates templates, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        if (templates.Find(template) is not { } known)
            return [new(1, null)];
        var args = new { template };
        await work.List<string>(
            $"select t.opened_by from emails.templates t where t.tenant_id = 'tnt_platform' and t.template = @template and t.closed_by is null {work.ForUpdate("t")}",
            args
        );
        var revision = await work.One<long>(
            "select count(*) + count(closed_by) + 1 from emails.templates where tenant_id = 'tnt_platform' and template = @template",
            args
        );
        return [new(revision, await templates.Words(known, work))];
    }
}
