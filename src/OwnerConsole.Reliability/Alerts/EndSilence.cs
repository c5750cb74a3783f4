using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Ends a silence. Its alerts send notifications again at their next check.</summary>
public sealed class EndSilence : Operation<SilenceFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("silence.end", "End silence", "ended") { Group = ActionGroup.Access, RestoredByUndo = "The silence continues until its planned end." };

    public override Task<IReadOnlyList<SilenceFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        work.List<SilenceFacts>(
            $"""
            select s.silence_id as id, case when s.closed_by is null then 1 else 2 end as revision, s.closed_by is not null or s.ends_at <= now() as has_ended
              from alerts.silences s
             where s.tenant_id = 'tnt_platform' and s.silence_id = any(@ids)
             order by s.silence_id
              {work.ForUpdate("s")}
            """,
            new { ids = ids.ToArray() }
        );

    public override Refusal? Refuse(SilenceFacts subject, NoInput input) => subject.HasEnded ? new("already_ended", $"{subject} has already ended.") : null;

    public override Decision Decide(SilenceFacts subject, NoInput input) => new($"{subject} ends now. Its alerts send notifications again.");

    public override Task Execute(IReadOnlyList<SilenceFacts> accepted, NoInput input, UnitOfWork work) =>
        SilenceRow.Rows.Close([.. accepted.Select(subject => subject.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<SilenceFacts> subjects, string undoneRun, UnitOfWork work) =>
        SilenceRow.Rows.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}

/// <summary>A silence as the subject of an operation.</summary>
/// <param name="HasEnded">Whether it was ended or has expired.</param>
public sealed record SilenceFacts(string Id, long Revision, bool HasEnded) : ISubject
{
    public string TenantId => IdGenerator.Platform;
}
