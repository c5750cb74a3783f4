using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Setup step: the current mail server has accepted an email.</summary>
public sealed class EmailSetupStep : ISetupStep
{
    public int Order => 50;

    public string Key => "email";

    public string Title => "Email";

    public string Reason => "Invitations and alerts are sent through your mail server.";

    public string ActionLabel => "Set up email";

    public string Permission => "mail.configure";

    public string ReadPermission => MailRoutes.Read;

    public string Address => MailRoutes.Address;

    public string Sql =>
        """
            select count(*) as number, max(s.host) as name, max(e.ended_at) as at
              from emails.settings s
              left join lateral (
                select e.ended_at from core.emails e
                 where e.tenant_id = 'tnt_platform' and e.state in ('sent', 'delivered') and e.created_at >= s.opened_at
                 order by e.created_at desc limit 1) e on true
             where s.tenant_id = 'tnt_platform' and s.closed_by is null
            """;

    public SetupState Read(SetupFact fact) =>
        fact switch
        {
            { Number: 0 } => new(false),
            { At: null } => new(false, $"{fact.Name} is set up. Send a test email to check it."),
            _ => new(true, $"Sent through {fact.Name}", fact.At),
        };
}
