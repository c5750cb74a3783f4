using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Emails the latest audit log checkpoint to the configured recipient, at most once in 24 hours and only when the log has grown.</summary>
public sealed class CheckpointMailer(Database database, EmailOutbox outbox) : IWorkHandler
{
    public const string Lane = "every:" + Kind;

    private const string Kind = "log.mail_checkpoint";

    public static readonly EmailTemplate Template = new(
        "log.checkpoint",
        "Audit log checkpoint",
        new(
            "{{platform.name}}: audit log checkpoint, {{size}} entries",
            "<p>This is a checkpoint of the audit log of {{platform.name}}. It covers {{size}} entries and was signed {{signed_at}}. "
                + "Keep this email: it can be used to prove that none of these entries was changed later.</p>\n"
                + "<pre style=\"white-space:pre-wrap;overflow-wrap:anywhere\">{{note}}</pre>\n"
                + "<p>To verify the audit log, save one or more of these emails to a file and run <code>owner-console log verify --checkpoint FILE</code>.</p>",
            "This is a checkpoint of the audit log of {{platform.name}}. It covers {{size}} entries and was signed {{signed_at}}.\n"
                + "Keep this email: it can be used to prove that none of these entries was changed later.\n\n"
                + "{{note}}\n\n"
                + "To verify the audit log, save one or more of these emails to a file and run: owner-console log verify --checkpoint FILE"
        ),
        new
        {
            note = "owner-console/3f1c8a2be0d94c77\n12402\nn5G0CkFJ0mZ1xkQyqS6mY9o5yXk0m3v6w0y2Jt7Qm1E=\n\n— owner-console/3f1c8a2be0d94c77 q83vASNFZ4mrze8BI0VniavN7w==",
            size = 12_402,
            signed_at = "2026-11-21 06:30 UTC",
        }
    );

    public string Name => Kind;

    public string Title => "Email audit log checkpoints";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("log.mail"), [IdGenerator.Platform], stop);
        await Write(outbox, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    /// <summary>Creates the email if one is due.</summary>
    internal static async Task Write(EmailOutbox outbox, UnitOfWork work)
    {
        if (await FindDue(work) is not { } due)
            return;
        var facts = new
        {
            note = due.Note.Trim(),
            due.Size,
            signed_at = EmailTime.Format(due.At),
        };
        var email = await outbox.Enqueue(Template, IdGenerator.Platform, due.OpenedBy, facts, work);
        await work.Execute(
            "insert into emails.checkpoint_emails (tenant_id, email_id, opened_by, size, at) values ('tnt_platform', @email, @OpenedBy, @Size, clock_timestamp())",
            new
            {
                email,
                due.OpenedBy,
                due.Size,
            }
        );
    }

    /// <summary>Emails that the same address received earlier count, so that changing the recipient back and forth sends no second one.</summary>
    private static Task<DueCheckpoint?> FindDue(UnitOfWork work) =>
        work.One<DueCheckpoint>(
            """
            select a.opened_by, c.size, c.note, c.at
              from emails.checkpoint_recipients a
              cross join lateral (
                select max(m.size) as size, max(m.at) as at
                  from emails.checkpoint_emails m join emails.checkpoint_recipients before using (tenant_id, opened_by)
                 where before.address = a.address) last
              join lateral (select size, note, at from core.log_checkpoints order by size desc limit 1) c on c.size > coalesce(last.size, 0)
             where a.tenant_id = 'tnt_platform' and a.closed_by is null and a.address is not null
               and exists (select from emails.settings where tenant_id = 'tnt_platform' and closed_by is null)
               and coalesce(last.at, '-infinity') < now() - interval '24 hours'
            """
        );

    private sealed record DueCheckpoint(string OpenedBy, long Size, string Note, DateTimeOffset At);
}
