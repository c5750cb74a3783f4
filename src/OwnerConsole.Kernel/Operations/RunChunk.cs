using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>
/// Executes some subjects of a run in one transaction: checks them under lock, executes them together, and halves the batch until failing subjects
/// are isolated.
/// </summary>
internal sealed class RunChunk(Operation operation, System.Text.Json.JsonElement input, UnitOfWork work, ILogger log)
{
    public async Task<IReadOnlyList<RunLine>> Forward(IReadOnlyList<PreviewSubject> subjects, bool allOrNothing, bool alone)
    {
        var wanted = subjects.Where(subject => subject.Code is null).Select(subject => subject.SubjectId).ToList();
        var judged = (await operation.Evaluate(wanted, input, work)).ToDictionary(subjectDecision => subjectDecision.Subject.Id, StringComparer.Ordinal);
        List<RunLine> lines = [.. subjects.Select(subject => RunLine.Of(subject, judged.GetValueOrDefault(subject.SubjectId), operation.Definition))];
        List<RunLine> accepted = [.. lines.Where(line => line.Accepted is not null)];
        if (alone || accepted.Count == 0)
        {
            if (accepted.Count > 0)
                await operation.ExecuteAccepted([accepted[0].Accepted!], input, work);
            return lines;
        }
        return allOrNothing ? await AllOrNothing(lines, accepted) : await ExecuteEach(lines, accepted);
    }

    public async Task<IReadOnlyList<RunLine>> Undo(IReadOnlyList<RunSubject> subjects, string undoneRun, bool alone)
    {
        var were = subjects.ToDictionary(line => line.SubjectId, StringComparer.Ordinal);
        var lines = new Dictionary<string, RunLine>(StringComparer.Ordinal);
        var failed = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        if (alone)
            await TakeBack([.. subjects]);
        else
            await Bisect([.. subjects], TakeBack, subject => subject.SubjectId, failed);
        var unanswered = operation.IsTask ? await ApplicationTasks.ListUnanswered(undoneRun, [.. were.Keys.Except(lines.Keys)], work) : [];
        return
        [
            .. subjects.Select(subject =>
                failed.TryGetValue(subject.SubjectId, out var why) ? NotDone(subject, RunLineState.Failed, why)
                : lines.GetValueOrDefault(subject.SubjectId) is { } line ? line
                : unanswered.Contains(subject.SubjectId) ? NotDone(subject, RunLineState.Skipped, Unanswered(subject)) with { IsUnanswered = true }
                : NotDone(subject, RunLineState.Skipped, ChangedSince(subject))
            ),
        ];

        async Task TakeBack(List<RunSubject> some)
        {
            // Inputs about anonymised tenants were erased, so these subjects can't be restored.
            var anonymised = await Operation.FindAnonymised([.. some.Select(line => line.TenantId)], work);
            string[] known = [.. some.Where(line => !anonymised.Contains(line.TenantId)).Select(line => line.SubjectId)];
            foreach (var one in known.Length > 0 ? await operation.UndoSubjects(known, input, undoneRun, work) : [])
                lines[one.Subject.Id] = RunLine.Undone(one, were[one.Subject.Id], operation.Definition);
        }
    }

    private async Task<IReadOnlyList<RunLine>> ExecuteEach(List<RunLine> lines, List<RunLine> accepted)
    {
        var failed = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        await Execute(accepted, failed);
        return [.. lines.Select(line => failed.TryGetValue(line.SubjectId, out var why) ? line.NotDone(RunLineState.Failed, why) : line)];
    }

    /// <summary>One failing subject leaves all unchanged; the failing ones are identified.</summary>
    private async Task<IReadOnlyList<RunLine>> AllOrNothing(List<RunLine> lines, List<RunLine> accepted)
    {
        var failed = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        var isAll = accepted.Count == lines.Count;
        await work.TryPart(async () =>
        {
            if (isAll)
                await Execute(accepted, failed);
            return isAll = isAll && failed.Count == 0;
        });
        if (isAll)
            return lines;
        return
        [
            .. lines.Select(line =>
                failed.TryGetValue(line.SubjectId, out var why) ? line.NotDone(RunLineState.Failed, why)
                : line.Accepted is null ? line
                : line.NotDone(
                    RunLineState.Skipped,
                    new("all_or_nothing", Sentence.Say($"{line.Accepted.Subject} was skipped because others in this run failed."))
                )
            ),
        ];
    }

    private Task Execute(List<RunLine> accepted, Dictionary<string, Refusal> failed) =>
        Bisect(accepted, some => operation.ExecuteAccepted([.. some.Select(line => line.Accepted!)], input, work), line => line.SubjectId, failed);

    private async Task Bisect<T>(List<T> some, Func<List<T>, Task> carry, Func<T, string> id, Dictionary<string, Refusal> failed)
    {
        try
        {
            await work.TryPart(async () =>
            {
                await carry(some);
                return true;
            });
        }
        catch (Exception error) when (IsSubjectFault(error))
        {
            if (some.Count > 1)
            {
                await Bisect(some[..(some.Count / 2)], carry, id, failed);
                await Bisect(some[(some.Count / 2)..], carry, id, failed);
                return;
            }
            var guilty = id(some[0]);
            log.LogError(
                error,
                "{Operation} failed for {Subject} in {Run} of {User}.",
                operation.Definition.Name,
                guilty,
                work.RunId,
                work.Caller?.Id ?? "system"
            );
            failed[guilty] = new(
                error is Problem problem ? problem.Code : "failed",
                Sentence.Say($"{new EntityReference(guilty)} failed. See the console's server log for the cause.")
            );
        }
    }

    /// <summary>
    /// A deadlock, lost connection or shutdown is not caused by a subject: the whole transaction is retried, now or after the next start.
    /// </summary>
    private static bool IsSubjectFault(Exception error) => TransientErrors.IsPermanent(error);

    private static Refusal ChangedSince(RunSubject subject) =>
        new("moved_on", Sentence.Say($"{new EntityReference(subject.SubjectId)} has changed since and was skipped."));

    private static Refusal Unanswered(RunSubject subject) =>
        new("moved_on", Sentence.Say($"The application is still working on {new EntityReference(subject.SubjectId)}. Undo this run when it has answered."));

    private static RunLine NotDone(RunSubject subject, RunLineState state, Refusal why) =>
        new(subject.TenantId, subject.SubjectId, subject.Place, state, why.Code, why.Sentence);
}
