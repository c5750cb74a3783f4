using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Result for one subject: a row of core.run_subjects and a line of the log.</summary>
internal sealed record RunLine(string TenantId, string SubjectId, int Place, LineState State, string? Code, Sentence Sentence)
{
    public string? Created { get; init; }

    /// <summary>Messages to send.</summary>
    public IReadOnlyList<Message> Send { get; init; } = [];

    /// <summary>Subject and decision as loaded by the runner; null if not executed.</summary>
    public Judgement? Accepted { get; init; }

    /// <summary>Current decision about a subject that has changed since the preview; null for all others.</summary>
    public Sentence? Now { get; init; }

    /// <summary>State before execution, combining the preview with the check under lock.</summary>
    public static RunLine Of(PreviewSubject previewed, Judgement? judged, Declaration declared)
    {
        if (previewed.Code is not null)
            return Left(previewed, LineState.Refused, previewed.Code, previewed.Says);
        if (judged is null)
            return Left(previewed, LineState.Skipped, "not_found", Sentence.Say($"{new Reference(previewed.SubjectId)} no longer exists."));
        if (judged.Subject.Revision != previewed.Revision)
            return Left(
                previewed,
                LineState.Skipped,
                "changed_since_preview",
                Sentence.Say($"{judged.Subject} has changed since the preview. Create a new preview.")
            ) with
            {
                Now = judged.Refusal?.Sentence ?? judged.Decision!.Sentence,
            };
        if (judged.Refusal is { } refusal)
            return Left(previewed, LineState.Refused, refusal.Code, refusal.Sentence);
        var decision = judged.Decision!;
        var state = declared.Outside ? LineState.Waiting : LineState.Done;
        return Left(previewed, state, null, decision.Sentence) with { Created = decision.Created, Send = decision.Send, Accepted = judged };
    }

    /// <summary>Marks an accepted subject as not executed.</summary>
    public RunLine Not(LineState state, Refusal why) =>
        this with
        {
            State = state,
            Code = why.Code,
            Sentence = why.Sentence,
            Created = null,
            Send = [],
            Accepted = null,
        };

    public static RunLine Undone(Restored one, RunSubject was, Declaration declared)
    {
        var waits = declared.UndoneOutside && was.State is LineState.Done;
        return new(
            one.Subject.TenantId,
            one.Subject.Id,
            was.Place,
            waits ? LineState.Waiting : LineState.Undone,
            null,
            waits ? Sentence.Say($"The application was asked to undo this for {one.Subject}.") : Sentence.Say($"{one.Subject} was restored.")
        )
        {
            Created = was.Created,
            Send = one.Messages,
        };
    }

    /// <summary>Tenants affected by a line: the subject's and the one that is created.</summary>
    public static IEnumerable<string> Tenants(string tenantId, string? created) =>
        created is not null && IdSource.IsTenant(created) ? [tenantId, created] : [tenantId];

    /// <returns>One log line for the decision with the first message, and one for each further message; a created tenant gets a line in its own
    /// timeline too.</returns>
    public IEnumerable<LogLine> Log(string actor, Underway run)
    {
        var line = new LogLine(TenantId, run.UndoOf is null ? "run" : "undo", actor, State is LineState.Undone ? "done" : State.ToText(), Sentence)
        {
            RunId = run.RunId,
            Operation = run.Operation,
            Subject = SubjectId,
            Code = Code,
        };
        if (Tenants(TenantId, Created).Last() is var made && made != TenantId)
            return Said(line with { TenantId = made }).Prepend(line);
        return Said(line);
    }

    private IEnumerable<LogLine> Said(LogLine line) => Send.Count == 0 ? [line] : Send.Select(message => line with { Message = message });

    private static RunLine Left(PreviewSubject previewed, LineState state, string? code, Sentence sentence) =>
        new(previewed.TenantId, previewed.SubjectId, previewed.Place, state, code, sentence);
}

/// <summary>Result for a subject.</summary>
public enum LineState
{
    Done,

    /// <summary>The operation refused it.</summary>
    Refused,

    /// <summary>Skipped because it had changed since the preview, or because others in an all-or-nothing run failed.</summary>
    Skipped,
    Failed,

    /// <summary>An external system was asked and has not answered yet.</summary>
    Waiting,
    Undone,
}
