using System.Text.Json;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Creates and finds previews.</summary>
public sealed class Previews(
    Catalogue catalogue,
    IEnumerable<ISelection> selections,
    InputSecrets secrets,
    TaskPreviews foretelling,
    Database database,
    IdSource ids
)
{
    /// <summary>Maximum number of ids in one request.</summary>
    public const int MostNamed = 500;

    /// <summary>Maximum number of subjects in one preview, whether listed or matched.</summary>
    public const int Most = 50_000;

    /// <summary>Number of subjects that a preview shows with their sentences; it contains the others as well.</summary>
    public const int Shown = 500;

    /// <summary>Refusal code for subjects that the application refuses.</summary>
    public const string RefusedOutside = "application_refuses";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <remarks>Keys resolve and match subjects of their own mode; people match those shown in their lists.</remarks>
    /// <exception cref="Problem">Unknown operation, missing permission, no match, too many matches or invalid input.</exception>
    public async Task<Preview> Make(Caller caller, string operationName, Chosen chosen, JsonElement input, CancellationToken stop)
    {
        var operation = catalogue.Find(operationName);
        Demand(caller, operation);
        if (!operation.Is.RunsWhileStopped)
            database.Fullness.Demand();
        InputTexts.Check(input, operation.AllFields);
        input = secrets.Seal(operation, input);
        var found = await Find(caller, operation.Is, chosen, stop);
        var (preview, all, within) = await Judge(caller, operation, found, input, stop);
        await using (var reading = await database.Read(stop))
            preview = preview with { Names = await NamesOf(preview.Subjects, reading) };
        await using var work = await database.Write(Door.Intake("preview"), [], stop);
        await PreviewRows.Keep(preview, within, all, work);
        await work.Commit();
        return preview;
    }

    /// <summary>Freezes the targets, so that refreshing the preview keeps the same ones.</summary>
    /// <exception cref="Problem">As <see cref="Make"/>.</exception>
    public async Task<Selection> Freeze(Caller caller, string operationName, Chosen chosen, CancellationToken stop)
    {
        var operation = catalogue.Find(operationName);
        Demand(caller, operation);
        database.Fullness.Demand();
        var found = await Find(caller, operation.Is, chosen, stop);
        var selection = new Selection(ids.New("sel"), [.. found.Select(subject => subject.Id)], chosen.Except?.Distinct(StringComparer.Ordinal).Count() ?? 0);
        await using var work = await database.Write(Door.Intake("selection"), [], stop);
        await Selection.Keep(selection, caller, work);
        await work.Commit();
        return selection;
    }

    /// <exception cref="Problem">404 if it no longer exists or belongs to someone else.</exception>
    public async Task<Selection> Frozen(Caller caller, string selectionId, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await Selection.Find(caller, selectionId, reading);
    }

    /// <exception cref="Problem">404 if it doesn't exist or belongs to someone else.</exception>
    public async Task<Preview> Find(Caller caller, string previewId, CancellationToken stop)
    {
        var preview = await Found(previewId, caller.Id, stop) ?? throw Problem.NotFound("preview", previewId);
        return preview.Asked is Asked.SecondPerson
            ? preview with
            {
                OverCeiling = await Over(caller, preview.Operation, preview.Accepted, preview.Weight, stop),
            }
            : preview;
    }

    /// <summary>Preview that a run was requested with, for its approvers.</summary>
    public async Task<Preview?> Of(Run run, CancellationToken stop) => run.PreviewId is null ? null : await Found(run.PreviewId, run.AskedBy, stop);

    private async Task<Preview?> Found(string previewId, string askedBy, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        if (await PreviewRows.Find(previewId, askedBy, reading) is not { } row)
            return null;
        var lines = await PreviewRows.Subjects(previewId, 0, Shown, reading);
        return new(
            row.PreviewId,
            row.Operation,
            row.Version,
            row.AskedBy,
            JsonSerializer.Deserialize<JsonElement>(row.Input),
            row.Asked,
            row.Subjects,
            row.Accepted,
            row.People,
            row.MinorUnits,
            row.Hash,
            row.MadeAt,
            row.ExpiresAt
        )
        {
            Subjects = lines,
            Foretold = await TaskPreviews.Of(previewId, reading),
            IsNamed = catalogue.Known(row.Operation)?.Is.Destroys ?? false,
            IsFinal = catalogue.Known(row.Operation) is { Is.CanUndo: false },
            Names = await NamesOf(lines, reading),
        };
    }

    /// <summary>Includes the names of the subjects, because not every sentence mentions them.</summary>
    private static Task<SentenceReader> NamesOf(IReadOnlyList<PreviewSubject> lines, Work reading) =>
        SentenceReader.For(lines.SelectMany(line => line.Says.Parts.Select(part => part.Ref).OfType<string>().Append(line.SubjectId)), reading);

    /// <exception cref="Problem">403: the caller lacks the permission.</exception>
    public static void Demand(Caller caller, Operation operation)
    {
        if (!caller.May(operation.Is))
            throw caller.Hiding(operation.Is) is { } hidden
                ? Hidden.Refused(hidden)
                : Problem.Forbidden(operation.Is.Name, $"This requires the permission {operation.Is.Name}.{caller.WhyNotByWildcard(operation.Is)}");
    }

    private async Task<IReadOnlyList<Subjects.Found>> Find(Caller caller, Declaration declared, Chosen chosen, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var population = await Populations.Shown(caller, work);
        var named = chosen switch
        {
            { Except: not null, Query: null } => throw Problem.Invalid("except", "can only be used with query."),
            { Subjects: { } these, Query: null, Retry: null, Selection: null } => these.Count is 0 or > MostNamed
                ? throw Problem.Invalid("subjects", $"must contain 1 to {MostNamed} ids. For more, send query.")
                : these,
            { Subjects: null, Query: { } query, Retry: null, Selection: null } => await Matching(
                caller,
                declared,
                query,
                chosen.Except ?? [],
                population,
                work
            ),
            { Subjects: null, Query: null, Retry: { } run, Selection: null } => await Runs.Left(caller, declared.Name, run, work),
            { Subjects: null, Query: null, Retry: null, Selection: { } frozen } => (await Selection.Find(caller, frozen, work)).SubjectIds,
            _ => throw Problem.Invalid("subjects", "send exactly one of subjects, query and retry."),
        };
        var found = await Subjects.Find(caller, population, named, work);
        return found.Count > 0 ? found : throw Problem.NotFound(declared.Subject.Replace('_', ' '), named);
    }

    private async Task<IReadOnlyList<string>> Matching(
        Caller caller,
        Declaration declared,
        IReadOnlyDictionary<string, string> query,
        IReadOnlyList<string> except,
        Population population,
        Work work
    )
    {
        var selection =
            ISelection.Of(declared.Subject, query, selections)
            ?? throw Problem.Invalid("query", $"can't be used with the subject type {declared.Subject.Replace('_', ' ')}. Send ids in subjects.");
        if (except.Count > MostNamed)
            throw Problem.Invalid("except", $"must contain at most {MostNamed} ids.");
        var matching = await selection.Find(caller, population, query, Most + 1, work);
        if (matching.Count > Most)
            throw new Problem(422, "too_many", $"More than {Most:N0} match. Narrow the query.");
        string[] left = [.. matching.Except(except, StringComparer.Ordinal)];
        return left.Length > 0 ? left : throw new Problem(404, "nothing_matches", "Nothing matches.");
    }

    private async Task<(Preview Preview, IReadOnlyList<PreviewSubject> All, Population? Population)> Judge(
        Caller caller,
        Operation operation,
        IReadOnlyList<Subjects.Found> found,
        JsonElement input,
        CancellationToken stop
    )
    {
        var previewId = ids.New("prv");
        var newId = NewIds.Of(previewId);
        var all = new List<PreviewSubject>(found.Count);
        var (weight, accepted, population, at) = (default(Weight), 0, default(Population?), default(DateTimeOffset));
        var questions = new List<(PreviewTask Task, Weight Weight)>();
        foreach (var some in found.Chunk(PreviewRows.AtOnce))
        {
            // Includes the platform's rows, because the preview must read what the run will read.
            await using var look = await database.Look(
                [.. some.Select(subject => subject.TenantId).Append(IdSource.Platform).Distinct(StringComparer.Ordinal)],
                stop
            );
            (look.NextId, look.Caller, at) = (newId, caller, look.Now);
            population ??= await look.One<Population?>("select max(population) from core.tenants where tenant_id = any(core.named_tenants())");
            var judged = (await operation.Judge([.. some.Select(subject => subject.Id)], input, look)).ToDictionary(
                one => one.Subject.Id,
                StringComparer.Ordinal
            );
            weight = judged.Values.Aggregate(weight, (sum, one) => sum + (one.Decision?.Weight ?? default));
            accepted += judged.Values.Count(one => one.Refusal is null);
            questions.AddRange(
                Questions(operation, [.. some.Select(subject => judged.GetValueOrDefault(subject.Id)).OfType<Judgement>()], input, questions.Count)
            );
            all.AddRange(some.Select(subject => Line(subject, judged.GetValueOrDefault(subject.Id))));
        }
        var foretold = questions.Count == 0 ? [] : await foretelling.Ask(previewId, [.. questions.Select(one => one.Task)], stop);
        foreach (var no in foretold.Where(one => one.State is TaskState.Failed))
        {
            var place = all.FindIndex(line => line.SubjectId == no.SubjectId);
            all[place] = all[place] with
            {
                Code = RefusedOutside,
                Sentence = Sentence.Say($"The application refused this for {new Reference(no.SubjectId)}.").ToJson(),
                Effects = "[]",
            };
            weight -= questions.Single(one => one.Task.SubjectId == no.SubjectId).Weight;
            accepted--;
        }
        // If not all subjects are shown, refused ones come first so that they can be found. A run executes in this order.
        var ordered = all.Count > Shown ? all.OrderBy(line => line.Code is null) : all.AsEnumerable();
        all = [.. ordered.Select((line, place) => line with { Place = place })];
        var over = await Over(caller, operation.Is.Name, accepted, weight, stop);
        var hash = PreviewRows.Hash(operation.Is.Name, operation.Is.Version, input, all, foretold);
        var preview = new Preview(
            previewId,
            operation.Is.Name,
            operation.Is.Version,
            caller.Id,
            input,
            over is null ? Asking.For(accepted, weight, operation.Is) : Asked.SecondPerson,
            all.Count,
            accepted,
            weight.People,
            weight.MinorUnits,
            hash,
            at,
            at + Life
        )
        {
            Subjects = [.. all.Take(Shown)],
            Foretold = foretold,
            OverCeiling = over,
            IsNamed = operation.Is.Destroys,
            IsFinal = !operation.Is.CanUndo,
            Names = new(), // Loaded after this connection is released.
        };
        return (preview, all, population);
    }

    private static IEnumerable<(PreviewTask, Weight)> Questions(Operation operation, IReadOnlyList<Judgement> judged, JsonElement input, int asked) =>
        judged
            .Where(one => one.Refusal is null)
            .Take(TaskPreviews.Most - asked)
            .Select(one => (Task: operation.Question(one.Subject, input), Weight: one.Decision?.Weight ?? default))
            .Where(one => one.Task is not null)
            .Select(one => (one.Task!, one.Weight));

    /// <returns>The caller's ceiling that would be exceeded; null if none.</returns>
    private async Task<ReachedCeiling?> Over(Caller caller, string operation, int accepted, Weight weight, CancellationToken stop)
    {
        await using var look = await database.Look([], stop);
        return await Ceilings.Exceeded(caller, operation, accepted, weight, look);
    }

    private static PreviewSubject Line(Subjects.Found subject, Judgement? judged) =>
        judged switch
        {
            null => new(subject.Id, subject.TenantId, 0, 0, "not_found", Sentence.Say($"{new Reference(subject.Id)} no longer exists.").ToJson(), "[]", null),
            { Refusal: { } refusal } => new(subject.Id, subject.TenantId, 0, judged.Subject.Revision, refusal.Code, refusal.Sentence.ToJson(), "[]", null),
            { Decision: var decision } => new(
                subject.Id,
                subject.TenantId,
                0,
                judged.Subject.Revision,
                null,
                decision!.Sentence.ToJson(),
                Json.Text(decision.Effects),
                decision.Created
            ),
        };
}
