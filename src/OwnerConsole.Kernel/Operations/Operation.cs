using System.Text.Json;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>The side of an operation that the runner speaks to; write <see cref="Operation{TSubject,TInput}"/> instead.</summary>
public abstract class Operation
{
    private protected Operation() { }

    public abstract Declaration Is { get; }

    public abstract Type InputType { get; }

    /// <summary>An input as somebody could really send it.</summary>
    public abstract JsonElement ExampleInput { get; }

    /// <summary>The fields of its form: as the input declares them, unless they depend on what the page gives that opens it.</summary>
    /// <param name="given">the value of a field by its name; null when it isn't given</param>
    public virtual IReadOnlyList<InputField> Fields(Func<string, string?> given) => AllFields;

    /// <summary>Every field that its input can have.</summary>
    public virtual IReadOnlyList<InputField> AllFields => InputField.Of(InputType);

    /// <summary>The application carries it out, as tasks: what waits for it can be stopped.</summary>
    public virtual bool IsTask => false;

    /// <returns>True when the operation can run for tenants of this population. The application of each population declares its operations separately.</returns>
    public virtual bool IsOfferedIn(Population population) => true;

    /// <summary>Nothing is decided any more about a tenant that is anonymised, nor about anybody in it.</summary>
    private protected bool IsAboutSomebody => Is.Subject is "tenant" or "member";

    /// <summary>What is left to do here when the application has carried it out, in the transaction that hears so.</summary>
    /// <param name="runId">that has asked for it</param>
    /// <param name="work">names the tenant and the platform</param>
    /// <returns>what others are told of it; null for nothing</returns>
    public virtual Task<Message?> Finish(string tenantId, string subjectId, string runId, Work work) => Task.FromResult<Message?>(null);

    /// <summary>What is left to do here when the application has taken it back, in the transaction that hears so.</summary>
    /// <param name="runId">the undo</param>
    /// <param name="work">names the tenant and the platform</param>
    /// <returns>what others are told of it; null for nothing</returns>
    public virtual Task<Message?> Restore(string tenantId, string subjectId, string runId, Work work) => Task.FromResult<Message?>(null);

    /// <summary>The JSON Schema of its input.</summary>
    public virtual JsonElement Schema => InputSchema.Of(InputType);

    /// <returns>those of the tenants that nobody is to know any more</returns>
    internal static Task<IReadOnlyList<string>> Anonymised(IReadOnlyList<string> tenants, Work work) =>
        work.List<string>(
            "select tenant_id from core.tenant_status where lifecycle = 'anonymised' and tenant_id = any(@tenants)",
            new { tenants = tenants.ToArray() }
        );

    /// <returns>what the application is asked beforehand of a subject that is accepted; null when it isn't asked</returns>
    internal virtual PreviewTask? Question(ISubject subject, JsonElement input) => null;

    internal abstract Task<IReadOnlyList<Judgement>> Judge(IReadOnlyList<string> ids, JsonElement input, Work work);

    internal abstract Task Carry(IReadOnlyList<Judgement> accepted, JsonElement input, Work work);

    internal abstract Task<IReadOnlyList<Restored>> TakeBack(IReadOnlyList<string> ids, JsonElement input, string undoneRun, Work work);
}

/// <summary>One subject with what was decided about it: a refusal or a decision.</summary>
internal sealed record Judgement(ISubject Subject, Refusal? Refusal, Decision? Decision);

/// <summary>One subject that an undo restored, with what others are told of it.</summary>
internal sealed record Restored(ISubject Subject, Message[] Messages);

/// <summary>A thing somebody decides: loaded, refused or decided, executed, taken back; for one subject or five hundred.</summary>
/// <remarks>One instance serves the whole program: keep no state in it.</remarks>
public abstract class Operation<TSubject, TInput> : Operation
    where TSubject : ISubject
    where TInput : notnull
{
    public sealed override Type InputType => typeof(TInput);

    public sealed override JsonElement ExampleInput => Json.Element(Example);

    /// <summary>An input as somebody could really send it, for the API's description, the documents and the laws; the empty one unless something is required.</summary>
    /// <exception cref="Modules.Problem">something is required, and the operation gives no example</exception>
    public virtual TInput Example => Json.Read<TInput>(Json.Element(new { }), "input");

    /// <summary>Every fact that the next two need; takes the rows with <see cref="Work.ForUpdate"/>.</summary>
    /// <returns>the subjects that exist; those left out are answered as not found</returns>
    public abstract Task<IReadOnlyList<TSubject>> Load(IReadOnlyList<string> ids, TInput input, Work work);

    /// <summary>Pure: says no, in preview and again under the lock.</summary>
    public virtual Refusal? Refuse(TSubject subject, TInput input) => null;

    /// <summary>Pure: it is the preview.</summary>
    public abstract Decision Decide(TSubject subject, TInput input);

    /// <summary>One statement for all that were accepted.</summary>
    public abstract Task Execute(IReadOnlyList<TSubject> accepted, TInput input, Work work);

    /// <summary>What others are told when a subject was restored.</summary>
    public virtual Message[] TellUndone(TSubject subject) => [];

    /// <summary>Closes what that run opened.</summary>
    /// <returns>the ids of the subjects it restored; one that has moved on since is left out</returns>
    public virtual Task<IReadOnlyList<string>> Undo(IReadOnlyList<TSubject> subjects, string undoneRun, Work work) =>
        throw new NotSupportedException($"{Is.Name} is never undone.");

    /// <summary>Members that the inputs of earlier versions had: what was decided with them can still be taken back.</summary>
    protected virtual IReadOnlyList<string> Dropped => [];

    internal sealed override async Task<IReadOnlyList<Judgement>> Judge(IReadOnlyList<string> ids, JsonElement input, Work work)
    {
        var read = Json.Read<TInput>(input, "input");
        var subjects = await Load(ids, read, work);
        var anonymised = IsAboutSomebody ? await Anonymised([.. subjects.Select(subject => subject.TenantId)], work) : [];
        var merged = Is.Subject is "member" ? await MemberRecords.Merged([.. subjects.Select(subject => subject.Id)], work) : [];
        return
        [
            .. subjects.Select(subject =>
                (
                    anonymised.Contains(subject.TenantId) ? Gone(subject)
                    : merged.GetValueOrDefault(subject.Id) is { } into ? LedOn(subject, into)
                    : Refuse(subject, read)
                )
                    is { } refusal
                    ? new Judgement(subject, refusal, null)
                    : new Judgement(subject, null, Decide(subject, read))
            ),
        ];
    }

    internal sealed override Task Carry(IReadOnlyList<Judgement> accepted, JsonElement input, Work work) =>
        Execute([.. accepted.Select(judgement => (TSubject)judgement.Subject)], Json.Read<TInput>(input, "input"), work);

    internal sealed override async Task<IReadOnlyList<Restored>> TakeBack(IReadOnlyList<string> ids, JsonElement input, string undoneRun, Work work)
    {
        // What was decided about somebody who is forgotten since was forgotten with them.
        if (input is { ValueKind: JsonValueKind.Object } && input.GetPropertyCount() == 0 && AllFields.Any(field => field.Required))
            return [];
        var subjects = await Load(ids, Json.Read<TInput>(Dropped.Count == 0 ? input : Json.Without(input, [.. Dropped]), "input"), work);
        var restored = (await Undo(subjects, undoneRun, work)).ToHashSet(StringComparer.Ordinal);
        return [.. subjects.Where(subject => restored.Contains(subject.Id)).Select(subject => new Restored(subject, TellUndone(subject)))];
    }

    private static Refusal LedOn(TSubject subject, string into) =>
        new("merged", $"{subject} was merged into {new Reference(into)}: decide about {new Reference(into)}.");

    private static Refusal Gone(TSubject subject) =>
        new("anonymised", $"{new Reference(subject.TenantId)} is anonymised: it can be looked at, and nothing is decided about it any more.");
}
