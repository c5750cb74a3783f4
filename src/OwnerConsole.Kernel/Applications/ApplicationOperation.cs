using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Applications;

/// <summary>An operation declared by the application.</summary>
/// <param name="offers">Declarations of the operation by mode. The form is generated from the first.</param>
public sealed class ApplicationOperation(IReadOnlyList<OperationOffer> offers, ApplicationTasks tasks, InputSecrets secrets) : TaskOperation<JsonElement>(tasks)
{
    private readonly DeclaredInput _input = DeclaredInput.Read(offers[0].Report.Input, "input");

    private OperationReport Report => offers[0].Report;

    /// <summary>True while the application of at least one mode declares the operation.</summary>
    public bool IsOpen => offers[0].IsOpen;

    public override OperationDefinition Definition { get; } =
        new(offers[0].Report.Name, offers[0].Report.Title, offers[0].Report.Done)
        {
            Reversal = offers[0].Report.Reversal is OperationReversal.Compensates ? Reversal.Compensates : Reversal.Never,
            Subject = offers[0].Report.Subject,
            Noun = offers[0].Report.Subject.Replace('_', ' '),
            IsExternal = true,
            IsUndoExternal = offers[0].Report.Reversal is OperationReversal.Compensates,
            RestoredByUndo = offers[0].Report.Reversal is OperationReversal.Compensates ? "Your application reverts the change." : null,
        };

    public override JsonElement Example => _input.Example;

    public override JsonElement Schema => _input.Schema;

    public override IReadOnlyList<InputField> AllFields => _input.Form;

    protected override string Subject => Report.Subject;

    protected override TaskOptions Options => new(Report.CanCancel, TimeSpan.FromMinutes(Report.Minutes));

    /// <summary>Id under which the operation's title is stored, so that sentences can show it.</summary>
    public static string EntityIdOf(string name) => $"op_{name}";

    public override Task<IReadOnlyList<TaskTarget>> Load(IReadOnlyList<string> ids, JsonElement input, UnitOfWork work)
    {
        // When the declared input has changed since the preview, the run is refused with a message instead.
        if (!work.IsLocking)
            _input.Check(input);
        return base.Load(ids, input, work);
    }

    public override Refusal? Refuse(TaskTarget subject, JsonElement input) =>
        base.Refuse(subject, input)
        ?? (Fits(input) ? null : new("declaration_changed", $"The application has changed the input of this operation. Preview it again for {subject}."));

    public override Decision Decide(TaskTarget subject, JsonElement input) =>
        new($"The application runs {new EntityReference(EntityIdOf(Definition.Name))} for {subject}.")
        {
            Weight = Report.Weight is { } weight ? new(weight.People, weight.MinorUnits) : default,
            Send = [ApplicationTasks.OfferedMessage(subject.TaskId)],
        };

    public override bool IsOfferedIn(Mode mode) => offers.Any(offer => offer.IsOpen && offer.Mode == mode);

    protected override bool IsOffered(TaskTarget subject) => IsOfferedIn(subject.Mode);

    protected override bool SupportsPreview(TaskTarget subject) => offers.Any(offer => offer.IsOpen && offer.Mode == subject.Mode && offer.Report.Preview);

    protected override JsonElement GetPayload(TaskTarget subject, JsonElement input) => secrets.Decrypt(this, input);

    private bool Fits(JsonElement input)
    {
        try
        {
            _input.Check(input);
            return true;
        }
        catch (Problem)
        {
            return false;
        }
    }
}
