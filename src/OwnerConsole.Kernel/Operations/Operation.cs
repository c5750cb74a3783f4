using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Untyped interface of an operation for the runner; implement <see cref="Operation{TSubject,TInput}"/> instead.</summary>
public abstract class Operation
{
    private protected Operation() { }

    public abstract OperationDefinition Definition { get; }

    public abstract Type InputType { get; }

    /// <summary>A realistic example input.</summary>
    public abstract JsonElement ExampleInput { get; }

    /// <summary>Form fields as declared by the input, unless they depend on values set by the page.</summary>
    /// <param name="given">Returns the value of a field by its name; null if the page doesn't set it.</param>
    public virtual IReadOnlyList<InputField> Fields(Func<string, string?> given) => AllFields;

    /// <summary>Fields of an input that depends on a choice, such as the kind of a new channel: only the choice until the page sets it, then those that it needs.</summary>
    /// <param name="choice">Name of the field that is chosen first.</param>
    /// <param name="needed">Returns the names of the fields that an option needs, in the order of the form.</param>
    /// <param name="required">Names of fields that can't be left blank where they are shown, although other options don't need them.</param>
    protected IReadOnlyList<InputField> FieldsAfter<TChoice>(
        string choice,
        Func<string, string?> given,
        Func<TChoice, IReadOnlyList<string>> needed,
        params IReadOnlyList<string> required
    )
        where TChoice : struct, Enum
    {
        var first = AllFields.First(field => field.Name == choice);
        foreach (var option in Enum.GetValues<TChoice>().Where(option => option.ToText() == given(choice)))
            return
            [
                first with
                {
                    IsGiven = true,
                },
                .. needed(option)
                    .Select(name => AllFields.First(field => field.Name == name))
                    .Select(field => field with { Required = field.Required || required.Contains(field.Name) }),
            ];
        return [first with { IsFirstChoice = true }];
    }

    /// <summary>Whether <see cref="FindFields"/> is needed for the form of one subject.</summary>
    public virtual bool FieldsDependOnSubject => false;

    /// <summary>The fields that the form of one subject shows, because others don't apply to it.</summary>
    /// <param name="fields">All fields, with the options that are available now.</param>
    public virtual Task<IReadOnlyList<InputField>> FindFields(string subjectId, IReadOnlyList<InputField> fields, UnitOfWork work) => Task.FromResult(fields);

    /// <summary>All fields the input can have.</summary>
    public virtual IReadOnlyList<InputField> AllFields => InputField.Of(InputType);

    /// <summary>Values that the form of one subject starts with, by control name; empty if it starts with the defaults of its fields.</summary>
    public virtual Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<(string Name, string? Value)>>([]);

    /// <summary>Compares the current state of one subject with the state after the operation, in the owner's terms.</summary>
    internal abstract Task<IReadOnlyList<SummaryLine>> Summarise(string subjectId, JsonElement input, UnitOfWork work);

    /// <summary>Whether the application executes it as tasks, so that waiting tasks can be stopped.</summary>
    public virtual bool IsTask => false;

    /// <summary>Whether it can run for tenants of this mode: the application of each mode declares its own operations.</summary>
    public virtual bool IsOfferedIn(Mode mode) => true;

    /// <summary>Whether the subject is a tenant or one of its members, which can't be changed once the tenant is anonymised.</summary>
    private protected bool IsAboutTenantOrMember => Definition.Subject is "tenant" or "member";

    /// <summary>Completes the operation here after the application has executed it, in the transaction that receives the answer.</summary>
    /// <param name="runId">Id of the run that requested it.</param>
    /// <param name="work">Transaction that names the tenant and the platform.</param>
    /// <returns>Message to send about it; null for none.</returns>
    public virtual Task<Message?> Finish(string tenantId, string subjectId, string runId, UnitOfWork work) => Task.FromResult<Message?>(null);

    /// <summary>Completes the undo here after the application has performed it, in the transaction that receives the answer.</summary>
    /// <param name="runId">Id of the undo.</param>
    /// <param name="work">Transaction that names the tenant and the platform.</param>
    /// <returns>Message to send about it; null for none.</returns>
    public virtual Task<Message?> Restore(string tenantId, string subjectId, string runId, UnitOfWork work) => Task.FromResult<Message?>(null);

    /// <summary>The JSON Schema of its input.</summary>
    public virtual JsonElement Schema => InputSchema.Of(InputType);

    /// <returns>The tenants that are anonymised.</returns>
    internal static Task<IReadOnlyList<string>> FindAnonymised(IReadOnlyList<string> tenants, UnitOfWork work) =>
        work.List<string>(
            "select tenant_id from core.tenant_status where lifecycle = 'anonymised' and tenant_id = any(@tenants)",
            new { tenants = tenants.ToArray() }
        );

    /// <returns>The preview task sent to the application for an accepted subject; null if it isn't asked.</returns>
    internal virtual PreviewTask? CreatePreviewTask(ISubject subject, JsonElement input) => null;

    /// <summary>Checks an input that is stored now and used later, such as that of a step of an automation.</summary>
    /// <exception cref="Problem">400: names the field that is invalid.</exception>
    public abstract void CheckInput(JsonElement input, CancellationToken stop);

    /// <summary>Checks the types of an input that someone sends now. The other methods also read inputs that earlier releases accepted.</summary>
    /// <exception cref="Problem">400: names the field that is invalid.</exception>
    internal abstract void CheckTypes(JsonElement input);

    internal abstract Task<IReadOnlyList<SubjectDecision>> Evaluate(IReadOnlyList<string> ids, JsonElement input, UnitOfWork work);

    internal abstract Task ExecuteAccepted(IReadOnlyList<SubjectDecision> accepted, JsonElement input, UnitOfWork work);

    internal abstract Task<IReadOnlyList<RestoredSubject>> UndoSubjects(IReadOnlyList<string> ids, JsonElement input, string undoneRun, UnitOfWork work);
}

/// <summary>Decision about one subject: a refusal or a planned effect.</summary>
internal sealed record SubjectDecision(ISubject Subject, Refusal? Refusal, Decision? Decision);

/// <summary>Subject restored by an undo, with the messages to send about it.</summary>
internal sealed record RestoredSubject(ISubject Subject, Message[] Messages);

/// <summary>An action on one or many subjects: loaded, refused or decided, executed and undone.</summary>
/// <remarks>One instance serves the whole program, so it must not hold state.</remarks>
public abstract class Operation<TSubject, TInput> : Operation
    where TSubject : ISubject
    where TInput : notnull
{
    public sealed override Type InputType => typeof(TInput);

    public sealed override JsonElement ExampleInput => Json.Element(Example);

    /// <summary>
    /// A realistic example input for the API description, the documentation and the operation law tests; the empty input unless a member is required.
    /// </summary>
    /// <exception cref="Problem">A member is required and the operation provides no example.</exception>
    public virtual TInput Example => Json.Read<TInput>(Json.Element(new { }), "input");

    /// <summary>Checks the input in the preview and when the operation is executed. It is not called when a run is undone, because an undo restores what was, even if today's rules
    /// would refuse the input.</summary>
    /// <exception cref="Problem">400: names the field that is invalid.</exception>
    public virtual void Validate(TInput input, CancellationToken stop) { }

    /// <summary>Loads all facts needed by <see cref="Refuse"/> and <see cref="Decide"/>; locks the rows with <see cref="UnitOfWork.ForUpdate"/>.</summary>
    /// <returns>The subjects that exist; missing ones are reported as not found.</returns>
    public abstract Task<IReadOnlyList<TSubject>> Load(IReadOnlyList<string> ids, TInput input, UnitOfWork work);

    /// <summary>Loads the subjects of a run that is undone. Overridden where <see cref="Load"/> checks the input against what exists today, or reads what only a decision shows.</summary>
    public virtual Task<IReadOnlyList<TSubject>> LoadForUndo(IReadOnlyList<string> ids, TInput input, UnitOfWork work) => Load(ids, input, work);

    /// <summary>Pure function that refuses a subject, in the preview and again under lock.</summary>
    public virtual Refusal? Refuse(TSubject subject, TInput input) => null;

    /// <summary>Pure function that plans the effect shown in the preview.</summary>
    public abstract Decision Decide(TSubject subject, TInput input);

    /// <summary>Lines that compare now and then for an accepted subject, if its sentence doesn't say enough.</summary>
    protected virtual Task<IReadOnlyList<SummaryLine>> Summarise(TSubject subject, TInput input, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<SummaryLine>>([]);

    /// <summary>Executes the operation for all accepted subjects in one statement.</summary>
    public abstract Task Execute(IReadOnlyList<TSubject> accepted, TInput input, UnitOfWork work);

    /// <summary>Messages to send when a subject was restored.</summary>
    public virtual Message[] GetUndoMessages(TSubject subject) => [];

    /// <summary>Reverts what that run changed.</summary>
    /// <returns>Ids of the restored subjects; subjects changed since are left out.</returns>
    public virtual Task<IReadOnlyList<string>> Undo(IReadOnlyList<TSubject> subjects, string undoneRun, UnitOfWork work) =>
        throw new NotSupportedException($"{Definition.Name} can't be undone.");

    /// <summary>Members that inputs of earlier versions had, so that their runs can still be undone.</summary>
    protected virtual IReadOnlyList<string> FormerFields => [];

    public sealed override void CheckInput(JsonElement input, CancellationToken stop) => Validate(Json.Read<TInput>(input, "input"), stop);

    internal sealed override void CheckTypes(JsonElement input) => Json.Read<TInput>(input, "input");

    internal sealed override async Task<IReadOnlyList<SubjectDecision>> Evaluate(IReadOnlyList<string> ids, JsonElement input, UnitOfWork work)
    {
        var read = Json.ReadStored<TInput>(input, "input");
        Validate(read, work.Stop);
        var subjects = await Load(ids, read, work);
        var anonymised = IsAboutTenantOrMember ? await FindAnonymised([.. subjects.Select(subject => subject.TenantId)], work) : [];
        var merged = Definition.Subject is "member" ? await MemberRecords.Merged([.. subjects.Select(subject => subject.Id)], work) : [];
        return
        [
            .. subjects.Select(subject =>
                (
                    anonymised.Contains(subject.TenantId) ? AlreadyAnonymised(subject)
                    : merged.GetValueOrDefault(subject.Id) is { } into ? AlreadyMerged(subject, into)
                    : Refuse(subject, read)
                )
                    is { } refusal
                    ? new SubjectDecision(subject, refusal, null)
                    : new SubjectDecision(subject, null, Decide(subject, read))
            ),
        ];
    }

    internal sealed override async Task<IReadOnlyList<SummaryLine>> Summarise(string subjectId, JsonElement input, UnitOfWork work)
    {
        var read = Json.ReadStored<TInput>(input, "input");
        Validate(read, work.Stop);
        return await Load([subjectId], read, work) is [var subject] && Refuse(subject, read) is null ? await Summarise(subject, read, work) : [];
    }

    internal sealed override Task ExecuteAccepted(IReadOnlyList<SubjectDecision> accepted, JsonElement input, UnitOfWork work) =>
        Execute([.. accepted.Select(judgement => (TSubject)judgement.Subject)], Json.ReadStored<TInput>(input, "input"), work);

    internal sealed override async Task<IReadOnlyList<RestoredSubject>> UndoSubjects(
        IReadOnlyList<string> ids,
        JsonElement input,
        string undoneRun,
        UnitOfWork work
    )
    {
        // The input was erased when the tenant was anonymised.
        if (input is { ValueKind: JsonValueKind.Object } && input.GetPropertyCount() == 0 && AllFields.Any(field => field.Required))
            return [];
        var subjects = await LoadForUndo(ids, Json.ReadStored<TInput>(FormerFields.Count == 0 ? input : Json.Without(input, [.. FormerFields]), "input"), work);
        var restored = (await Undo(subjects, undoneRun, work)).ToHashSet(StringComparer.Ordinal);
        return [.. subjects.Where(subject => restored.Contains(subject.Id)).Select(subject => new RestoredSubject(subject, GetUndoMessages(subject)))];
    }

    private static Refusal AlreadyMerged(TSubject subject, string into) =>
        new("merged", $"{subject} was merged into {new EntityReference(into)}. Use {new EntityReference(into)} instead.");

    private static Refusal AlreadyAnonymised(TSubject subject) =>
        new("anonymised", $"{new EntityReference(subject.TenantId)} is anonymised and can no longer be changed.");
}
