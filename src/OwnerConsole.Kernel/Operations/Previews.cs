using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Creates and finds previews.</summary>
public sealed class Previews(
    OperationCatalogue catalogue,
    IEnumerable<ISubjectQuery> selections,
    InputSecrets secrets,
    TaskPreviews foretelling,
    Database database,
    IdGenerator ids
)
{
    /// <summary>Maximum number of ids in one request.</summary>
    public const int MaxNamed = 500;

    /// <summary>Maximum number of subjects in one preview, whether listed or matched. An imported file can have as many rows, so that one list is one run.</summary>
    public const int MaxSubjects = 100_000;

    /// <summary>Number of subjects that a preview shows with their sentences; it contains the others as well.</summary>
    public const int MaxShown = 500;

    /// <summary>Refusal code for subjects that the application refuses.</summary>
    public const string RefusedOutside = "application_refuses";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <remarks>Keys resolve and match subjects of their own mode; people match those shown in their lists.</remarks>
    /// <exception cref="Problem">Unknown operation, missing permission, no match, too many matches or invalid input.</exception>
    public Task<Preview> Create(Caller caller, string operationName, TargetSelection chosen, JsonElement input, CancellationToken stop) =>
        Build(caller, operationName, chosen, input, isStored: false, stop);

    /// <summary>As <see cref="Create"/>, for an input that was checked when it was stored, such as that of a step of an automation.</summary>
    /// <exception cref="Problem">As <see cref="Create"/>.</exception>
    public Task<Preview> CreateFromStored(Caller caller, string operationName, TargetSelection chosen, JsonElement input, CancellationToken stop) =>
        Build(caller, operationName, chosen, input, isStored: true, stop);

    private async Task<Preview> Build(Caller caller, string operationName, TargetSelection chosen, JsonElement input, bool isStored, CancellationToken stop)
    {
        var operation = catalogue.Find(operationName);
        RequirePermission(caller, operation);
        if (!operation.Definition.RunsWhileStopped)
            database.DiskSpaceGuard.ThrowIfFull();
        InputTextCheck.Check(input, operation.AllFields);
        input = secrets.Encrypt(operation, input);
        var found = await Find(caller, operation.Definition, chosen, stop);
        if (!isStored)
            operation.CheckTypes(input);
        var (preview, all, within) = await Evaluate(caller, operation, found, input, stop);
        await using (var reading = await database.Read(stop))
            preview = preview with { Names = await NamesOf(preview.Subjects, reading) };
        await using var work = await database.Write(WriteOrigin.Intake("preview"), [], stop);
        await PreviewRows.Insert(preview, within, all, work);
        await work.Commit();
        return preview;
    }

    /// <summary>Freezes the targets, so that refreshing the preview keeps the same ones.</summary>
    /// <exception cref="Problem">As <see cref="Create"/>.</exception>
    public async Task<Selection> Freeze(Caller caller, string operationName, TargetSelection chosen, CancellationToken stop)
    {
        var operation = catalogue.Find(operationName);
        RequirePermission(caller, operation);
        database.DiskSpaceGuard.ThrowIfFull();
        var found = await Find(caller, operation.Definition, chosen, stop);
        var selection = new Selection(ids.New("sel"), [.. found.Select(subject => subject.Id)], chosen.Except?.Distinct(StringComparer.Ordinal).Count() ?? 0);
        await using var work = await database.Write(WriteOrigin.Intake("selection"), [], stop);
        await Selection.Insert(selection, caller, work);
        await work.Commit();
        return selection;
    }

    /// <exception cref="Problem">404 if it no longer exists or belongs to someone else.</exception>
    public async Task<Selection> FindFrozen(Caller caller, string selectionId, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await Selection.Find(caller, selectionId, reading);
    }

    /// <exception cref="Problem">404 if it doesn't exist or belongs to someone else.</exception>
    public async Task<Preview> Find(Caller caller, string previewId, CancellationToken stop)
    {
        var preview =
            await Load(previewId, caller.Id, stop)
            ?? throw Problem
                .NotFound("preview", previewId)
                .WithDetail("This preview doesn't exist any more. Previews that were not run are deleted after a day. Create a new one.");
        return preview.RequiredConfirmation is RequiredConfirmation.SecondPerson
            ? preview with
            {
                OverCeiling = await FindExceededCeiling(caller, preview.Operation, preview.Accepted, preview.Weight, stop),
            }
            : preview;
    }

    /// <summary>Preview that a run was requested with, for its approvers.</summary>
    public async Task<Preview?> Of(Run run, CancellationToken stop) => run.PreviewId is null ? null : await Load(run.PreviewId, run.RequestedBy, stop);

    private async Task<Preview?> Load(string previewId, string requestedBy, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        if (await PreviewRows.Find(previewId, requestedBy, reading) is not { } row)
            return null;
        var lines = await PreviewRows.Subjects(previewId, 0, MaxShown, reading);
        return new(
            row.PreviewId,
            row.Operation,
            row.Version,
            row.RequestedBy,
            JsonSerializer.Deserialize<JsonElement>(row.Input),
            row.RequiredConfirmation,
            row.Subjects,
            row.Accepted,
            row.People,
            row.MinorUnits,
            row.Hash,
            row.CreatedAt,
            row.ExpiresAt
        )
        {
            Subjects = lines,
            Foretold = await TaskPreviews.FindResults(previewId, reading),
            IsNamed = catalogue.FindOrDefault(row.Operation)?.Definition.IsDestructive ?? false,
            IsFinal = catalogue.FindOrDefault(row.Operation) is { Definition.CanUndo: false },
            Names = await NamesOf(lines, reading),
        };
    }

    /// <summary>Includes the names of the subjects, because not every sentence mentions them.</summary>
    private static Task<SentenceRenderer> NamesOf(IReadOnlyList<PreviewSubject> lines, UnitOfWork reading) =>
        SentenceRenderer.For(lines.SelectMany(line => line.ParsedSentence.Parts.Select(part => part.Ref).OfType<string>().Append(line.SubjectId)), reading);

    /// <exception cref="Problem">403: the caller lacks the permission.</exception>
    public static void RequirePermission(Caller caller, Operation operation)
    {
        var definition = operation.Definition;
        if (!caller.Can(definition))
            throw caller.FindHiddenClass(definition) is { } hidden
                ? HiddenFields.Forbidden(hidden)
                : Problem.Forbidden(definition.Name, $"This requires the permission {definition.Name}.{caller.WhyNotByWildcard(definition)}");
    }

    private async Task<IReadOnlyList<SubjectResolver.ResolvedSubject>> Find(
        Caller caller,
        OperationDefinition declared,
        TargetSelection chosen,
        CancellationToken stop
    )
    {
        await using var work = await database.Read(stop);
        var mode = await Modes.Shown(caller, work);
        var named = chosen switch
        {
            { Except: not null, Query: null } => throw Problem.Invalid("except", "can only be used with query."),
            { Subjects: { } these, Query: null, Retry: null, Selection: null } => these.Count is 0 or > MaxNamed
                ? throw Problem.Invalid("subjects", $"must contain 1 to {MaxNamed} ids. For more, send query.")
                : these,
            { Subjects: null, Query: { } query, Retry: null, Selection: null } => await Matching(caller, declared, query, chosen.Except ?? [], mode, work),
            { Subjects: null, Query: null, Retry: { } run, Selection: null } => await Runs.FindUnfinished(caller, declared.Name, run, work),
            { Subjects: null, Query: null, Retry: null, Selection: { } frozen } => (await Selection.Find(caller, frozen, work)).SubjectIds,
            _ => throw Problem.Invalid("subjects", "send exactly one of subjects, query and retry."),
        };
        var found = await SubjectResolver.Find(caller, mode, named, work);
        if (declared.AcceptsRecords)
            found = SubjectResolver.ToTenants(found);
        return found.Count > 0 ? found
            : named.Contains(IdGenerator.Platform) && !caller.IsOfPlatform ? throw Problem.WholePlatform(caller)
            : throw Problem.NotFound(declared.Subject.Replace('_', ' '), named);
    }

    private async Task<IReadOnlyList<string>> Matching(
        Caller caller,
        OperationDefinition declared,
        IReadOnlyDictionary<string, string> query,
        IReadOnlyList<string> except,
        Mode mode,
        UnitOfWork work
    )
    {
        var selection =
            ISubjectQuery.Of(declared.Subject, query, selections)
            ?? throw Problem.Invalid("query", $"can't be used with the subject type {declared.Subject.Replace('_', ' ')}. Send ids in subjects.");
        if (except.Count > MaxNamed)
            throw Problem.Invalid("except", $"must contain at most {MaxNamed} ids.");
        var matching = await selection.Find(caller, mode, query, MaxSubjects + 1, work);
        if (matching.Count > MaxSubjects)
            throw new Problem(422, "too_many", $"More than {MaxSubjects:N0} match. Narrow the query.");
        string[] left = [.. matching.Except(except, StringComparer.Ordinal)];
        return left.Length > 0 ? left : throw new Problem(404, "nothing_matches", "Nothing matches.");
    }

    private async Task<(Preview Preview, IReadOnlyList<PreviewSubject> All, Mode? Mode)> Evaluate(
        Caller caller,
        Operation operation,
        IReadOnlyList<SubjectResolver.ResolvedSubject> found,
        JsonElement input,
        CancellationToken stop
    )
    {
        var previewId = ids.New("prv");
        var newId = PreviewIdFactory.Of(previewId);
        var all = new List<PreviewSubject>(found.Count);
        var (weight, accepted, mode, at) = (default(Weight), 0, default(Mode?), default(DateTimeOffset));
        var questions = new List<(PreviewTask Task, Weight Weight)>();
        foreach (var some in found.Chunk(PreviewRows.BatchSize))
        {
            // Includes the platform's rows, because the preview must read what the run will read.
            await using var look = await database.ReadTenants(
                [.. some.Select(subject => subject.TenantId).Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)],
                stop
            );
            (look.IdFactory, look.Caller, look.Operation, at) = (newId, caller, operation.Definition.Name, look.Now);
            mode ??= await look.One<Mode?>("select min(mode) from core.tenants where tenant_id = any(core.tenant_scope())");
            var judged = (await operation.Evaluate([.. some.Select(subject => subject.Id)], input, look)).ToDictionary(
                subjectDecision => subjectDecision.Subject.Id,
                StringComparer.Ordinal
            );
            weight = judged.Values.Aggregate(weight, (sum, one) => sum + (one.Decision?.Weight ?? default));
            accepted += judged.Values.Count(value => value.Refusal is null);
            questions.AddRange(
                Questions(operation, [.. some.Select(subject => judged.GetValueOrDefault(subject.Id)).OfType<SubjectDecision>()], input, questions.Count)
            );
            all.AddRange(some.Select(subject => PreviewSubject.Of(subject, judged.GetValueOrDefault(subject.Id))));
        }
        var foretold = questions.Count == 0 ? [] : await foretelling.Ask(previewId, [.. questions.Select(question => question.Task)], stop);
        foreach (var no in foretold.Where(taskPreviewResult => taskPreviewResult.State is TaskState.Failed))
        {
            var place = all.FindIndex(line => line.SubjectId == no.SubjectId);
            all[place] = all[place] with
            {
                Code = RefusedOutside,
                Sentence = Sentence.Say($"The application refused this for {new EntityReference(no.SubjectId)}.").ToJson(),
                Effects = "[]",
            };
            weight -= questions.Single(question => question.Task.SubjectId == no.SubjectId).Weight;
            accepted--;
        }
        // If not all subjects are shown, refused ones come first so that they can be found. A run executes in this order.
        var ordered = all.Count > MaxShown ? all.OrderBy(line => line.Code is null) : all.AsEnumerable();
        all = [.. ordered.Select((line, place) => line with { Place = place })];
        var over = await FindExceededCeiling(caller, operation.Definition.Name, accepted, weight, stop);
        var hash = PreviewRows.Hash(operation.Definition.Name, operation.Definition.Version, input, all, foretold);
        var preview = new Preview(
            previewId,
            operation.Definition.Name,
            operation.Definition.Version,
            caller.Id,
            input,
            over is null ? ConfirmationPolicy.For(accepted, weight, operation.Definition) : RequiredConfirmation.SecondPerson,
            all.Count,
            accepted,
            weight.People,
            weight.MinorUnits,
            hash,
            at,
            at + Lifetime
        )
        {
            Subjects = [.. all.Take(MaxShown)],
            Foretold = foretold,
            OverCeiling = over,
            IsNamed = operation.Definition.IsDestructive,
            IsFinal = !operation.Definition.CanUndo,
            Names = new(), // Loaded after this connection is released.
        };
        return (preview, all, mode);
    }

    private static IEnumerable<(PreviewTask, Weight)> Questions(Operation operation, IReadOnlyList<SubjectDecision> judged, JsonElement input, int asked) =>
        judged
            .Where(subjectDecision => subjectDecision.Refusal is null)
            .Take(TaskPreviews.MaxSubjects - asked)
            .Select(subjectDecision => (Task: operation.CreatePreviewTask(subjectDecision.Subject, input), Weight: subjectDecision.Decision?.Weight ?? default))
            .Where(one => one.Task is not null)
            .Select(one => (one.Task!, one.Weight));

    /// <returns>The caller's ceiling that would be exceeded; null if none.</returns>
    private async Task<ReachedCeiling?> FindExceededCeiling(Caller caller, string operation, int accepted, Weight weight, CancellationToken stop)
    {
        await using var look = await database.ReadTenants([], stop);
        return await Ceilings.FindExceeded(caller, operation, accepted, weight, look);
    }
}
