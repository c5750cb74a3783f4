using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Result for one subject: a row of core.run_subjects and a line of the log.</summary>
internal sealed record RunLine(string TenantId, string SubjectId, int Place, RunLineState State, string? Code, Sentence Sentence)
{
    public string? Created { get; init; }

    /// <summary>Whether it can't be undone yet, because the application is still working on its task.</summary>
    public bool IsUnanswered { get; init; }

    /// <summary>Messages to send.</summary>
    public IReadOnlyList<Message> Send { get; init; } = [];

    /// <summary>Subject and decision as loaded by the runner; null if not executed.</summary>
    public SubjectDecision? Accepted { get; init; }

    /// <summary>Current decision about a subject that has changed since the preview; null for all others.</summary>
    public Sentence? Now { get; init; }

    /// <summary>State before execution, combining the preview with the check under lock.</summary>
    public static RunLine Of(PreviewSubject previewed, SubjectDecision? judged, OperationDefinition declared)
    {
        if (previewed.Code is not null)
            return Skipped(previewed, RunLineState.Refused, previewed.Code, previewed.ParsedSentence);
        if (judged is null)
            return Skipped(previewed, RunLineState.Skipped, "not_found", Sentence.Say($"{new EntityReference(previewed.SubjectId)} no longer exists."));
        if (judged.Subject.Revision != previewed.Revision)
            return Skipped(
                previewed,
                RunLineState.Skipped,
                "changed_since_preview",
                Sentence.Say($"{judged.Subject} has changed since the preview. Create a new preview.")
            ) with
            {
                Now = judged.Refusal?.Sentence ?? judged.Decision!.Sentence,
            };
        if (judged.Refusal is { } refusal)
            return Skipped(previewed, RunLineState.Refused, refusal.Code, refusal.Sentence);
        var decision = judged.Decision!;
        var state = declared.IsExternal ? RunLineState.Waiting : RunLineState.Done;
        return Skipped(previewed, state, null, decision.Sentence) with { Created = decision.Created, Send = decision.Send, Accepted = judged };
    }

    /// <summary>Marks an accepted subject as not executed.</summary>
    public RunLine NotDone(RunLineState state, Refusal why) =>
        this with
        {
            State = state,
            Code = why.Code,
            Sentence = why.Sentence,
            Created = null,
            Send = [],
            Accepted = null,
        };

    public static RunLine Undone(RestoredSubject one, RunSubject was, OperationDefinition declared)
    {
        var waits = declared.IsUndoExternal && was.State is RunLineState.Done;
        return new(
            one.Subject.TenantId,
            one.Subject.Id,
            was.Place,
            waits ? RunLineState.Waiting : RunLineState.Undone,
            null,
            waits ? UndoRequested(declared, one.Subject) : Sentence.Say($"{one.Subject} was restored.")
        )
        {
            Created = was.Created,
            Send = one.Messages,
        };
    }

    private static Sentence UndoRequested(OperationDefinition declared, ISubject subject)
    {
        var sentence = new Sentence(0, 0);
        sentence.AppendLiteral($"{declared.ExternalSystem} received a request to undo this for ");
        sentence.AppendFormatted(subject);
        sentence.AppendLiteral(".");
        return sentence;
    }

    /// <summary>Tenants affected by a line: the subject's and the one that is created.</summary>
    public static IEnumerable<string> Tenants(string tenantId, string? created) =>
        created is not null && IdGenerator.IsTenant(created) ? [tenantId, created] : [tenantId];

    /// <returns>One log entry for the decision with the first message, and one for each further message; a created tenant gets a line in its own
    /// timeline too.</returns>
    public IEnumerable<LogLine> Log(string actor, ActiveRun run)
    {
        var line = new LogLine(TenantId, run.UndoOf is null ? "run" : "undo", actor, State is RunLineState.Undone ? "done" : State.ToText(), Sentence)
        {
            RunId = run.RunId,
            Operation = run.Operation,
            Subject = SubjectId,
            Code = Code,
        };
        if (Tenants(TenantId, Created).Last() is var made && made != TenantId)
            return WithMessages(line with { TenantId = made }).Prepend(line);
        return WithMessages(line);
    }

    private IEnumerable<LogLine> WithMessages(LogLine line) => Send.Count == 0 ? [line] : Send.Select(message => line with { Message = message });

    private static RunLine Skipped(PreviewSubject previewed, RunLineState state, string? code, Sentence sentence) =>
        new(previewed.TenantId, previewed.SubjectId, previewed.Place, state, code, sentence);
}

/// <summary>Result for a subject.</summary>
public enum RunLineState
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
