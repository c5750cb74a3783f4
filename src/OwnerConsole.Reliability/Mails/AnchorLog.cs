using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Says to which address outside the log's checkpoints are mailed: who rewrites the log and everything beside it can't rewrite that mailbox.</summary>
public sealed class AnchorLog(Outbox outbox) : Operation<AnchorFacts, AnchorLog.Input>
{
    public sealed record Input(
        [Description("A mailbox that nobody who runs this machine can change, such as your auditor's. Empty for none.")] string? Address = null
    );

    public override Input Example => new("auditor@example.com");

    public override Declaration Is =>
        new("log.anchor", "Choose who gets checkpoints", "changed")
        {
            Subject = "platform",
            Told = "Who gets the log's checkpoints is changed",
            ComesBack = "The address before, or none.",
            StaysGone = "Letters that were sent: that they can't be taken back is what they are for.",
        };

    public override Task<IReadOnlyList<AnchorFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => AnchorFacts.Load(ids, work);

    public override Refusal? Refuse(AnchorFacts platform, Input input) =>
        input switch
        {
            _ when input.Address == platform.Address => new("no_change", $"That is so already."),
            { Address: null } => null,
            _ when !PlainAddress.Is(input.Address) => new("bad_address", $"This is no plain e-mail address."),
            _ when !platform.IsMailSetUp => new("not_set_up", $"Mail is not set up yet."),
            _ => null,
        };

    public override Decision Decide(AnchorFacts platform, Input input) =>
        input.Address is null
            ? new($"No checkpoint of the log is mailed any more.")
            : new($"An address outside gets the log's last checkpoint now, and again each day on which the log has grown.");

    public override async Task Execute(IReadOnlyList<AnchorFacts> accepted, Input input, Work work)
    {
        await work.Do(
            """
            with closed as (update mails.anchors set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null returning 1)
            insert into mails.anchors (tenant_id, opened_by, address, opened_at)
            select 'tnt_platform', @run, @Address, clock_timestamp()
             where (select count(*) from closed) >= 0 -- makes the closing happen first
            """,
            new { run = work.RunId, input.Address }
        );
        await CheckpointMailing.Write(outbox, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AnchorFacts> subjects, string undoneRun, Work work)
    {
        var args = new { run = work.RunId, undoneRun };
        if (
            await work.Do("update mails.anchors set closed_by = @run where tenant_id = 'tnt_platform' and opened_by = @undoneRun and closed_by is null", args)
            == 0
        )
            return [];
        await work.Do("update mails.anchors set closed_by = null where tenant_id = 'tnt_platform' and closed_by = @undoneRun", args);
        await TakeBack(undoneRun, work);
        return [IdSource.Platform];
    }

    /// <summary>The letter that the choice wrote is not sent any more, and doesn't count as one of its day.</summary>
    private static async Task TakeBack(string run, Work work)
    {
        await work.Do(
            """
            delete from mails.anchored m using core.letters l
             where l.tenant_id = m.tenant_id and l.letter_id = m.letter_id and l.run_id = @run and l.state = 'waiting'
            """,
            new { run }
        );
        await Outbox.TakeBack(run, work);
    }
}
