using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Sets the external email address that receives audit log checkpoints, so that changes to the audit log can be detected even if this machine is compromised.</summary>
public sealed class AnchorLog(EmailOutbox outbox) : Operation<AnchorFacts, AnchorLog.Input>
{
    private static readonly StateRows Rows = new("emails.checkpoint_recipients", "tenant_id");

    public sealed record Input(
        [Description("A mailbox outside the control of this machine's administrators, such as your auditor's. Leave blank to stop sending.")]
            string? Address = null
    );

    public override Input Example => new("auditor@example.com");

    public override OperationDefinition Definition =>
        new("log.anchor", "Set checkpoint recipient", "changed")
        {
            Synonyms = "checkpoint",
            Subject = "platform",
            DoneSentence = "Checkpoint recipient changed",
            RequiresStepUp = true,
            RestoredByUndo = "The previous recipient, or none.",
            NotRestoredByUndo = "Checkpoints that have already been sent.",
        };

    public override Task<IReadOnlyList<AnchorFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => AnchorFacts.Load(ids, work);

    public override Refusal? Refuse(AnchorFacts platform, Input input) =>
        input switch
        {
            _ when input.Address == platform.Address => new("no_change", $"This is already the recipient."),
            { Address: null } => null,
            _ when !EmailAddressRules.IsValid(input.Address) => new("bad_address", $"Enter a plain email address, such as auditor@example.com."),
            _ when !platform.IsMailSetUp => new("not_set_up", $"Email is not set up yet."),
            _ => null,
        };

    public override Decision Decide(AnchorFacts platform, Input input) =>
        input.Address is null
            ? new($"Audit log checkpoints will no longer be sent.")
            : new($"The new recipient receives the latest audit log checkpoint now, then one a day if the log has new entries.");

    public override async Task Execute(IReadOnlyList<AnchorFacts> accepted, Input input, UnitOfWork work)
    {
        await Rows.Close([IdGenerator.Platform], work);
        await work.Execute(
            """
            insert into emails.checkpoint_recipients (tenant_id, opened_by, address, opened_at)
            values ('tnt_platform', @run, @Address, clock_timestamp())
            """,
            new { run = work.RunId, input.Address }
        );
        await CheckpointMailer.Write(outbox, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AnchorFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Rows.Undo([IdGenerator.Platform], undoneRun, work);
        if (restored.Count > 0)
            await Revert(undoneRun, work);
        return restored;
    }

    /// <summary>Cancels the email that the change created, so that it doesn't count as the daily one.</summary>
    /// <remarks>The email is locked until it is deleted. Otherwise an attempt to send it could start in between, and then it would be sent without being counted.</remarks>
    private static async Task Revert(string run, UnitOfWork work)
    {
        await work.Execute(
            $"""
            with waiting as materialized (select tenant_id, email_id from core.emails where run_id = @run and {EmailOutbox.IsWaiting} for update)
            delete from emails.checkpoint_emails m using waiting l where l.tenant_id = m.tenant_id and l.email_id = m.email_id
            """,
            new { run }
        );
        await EmailOutbox.Withdraw(run, work);
    }
}
