using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Applications;

/// <summary>An operation that the application has declared.</summary>
/// <param name="offers">of the populations whose application declares it, the one that the form is made from first</param>
public sealed class DeclaredOperation(IReadOnlyList<Offer> offers, Tasks tasks, InputSecrets secrets) : TaskOperation<JsonElement>(tasks)
{
    private readonly DeclaredInput _input = DeclaredInput.Read(offers[0].Report.Input, "input");

    private OperationReport Report => offers[0].Report;

    /// <summary>Some population's application offers it now.</summary>
    public bool IsOpen => offers[0].IsOpen;

    public override Declaration Is { get; } =
        new(offers[0].Report.Name, offers[0].Report.Title, offers[0].Report.Done)
        {
            Reversal = offers[0].Report.Reversal is TaskReversal.Compensates ? Reversal.Compensates : Reversal.Never,
            Subject = offers[0].Report.Subject,
            Noun = offers[0].Report.Subject.Replace('_', ' '),
            Outside = true,
            UndoneOutside = offers[0].Report.Reversal is TaskReversal.Compensates,
            ComesBack = offers[0].Report.Reversal is TaskReversal.Compensates ? "The application takes back what it has done." : null,
        };

    public override JsonElement Example => _input.Example;

    public override JsonElement Schema => _input.Schema;

    public override IReadOnlyList<InputField> AllFields => _input.Form;

    protected override string Subject => Report.Subject;

    protected override TaskTerms Terms => new(Report.CanCancel, TimeSpan.FromMinutes(Report.Minutes));

    /// <summary>The thing whose name is the title, so that a sentence can say it.</summary>
    public static string ThingOf(string name) => $"op_{name}";

    public override Task<IReadOnlyList<AppliedTo>> Load(IReadOnlyList<string> ids, JsonElement input, Work work)
    {
        // What was previewed before the application declared another input is refused with a sentence.
        if (!work.Locks)
            _input.Check(input);
        return base.Load(ids, input, work);
    }

    public override Refusal? Refuse(AppliedTo subject, JsonElement input) =>
        base.Refuse(subject, input)
        ?? (Fits(input) ? null : new("declared_anew", $"The application asks for something else by now. Look at {subject} once more."));

    public override Decision Decide(AppliedTo subject, JsonElement input) =>
        new($"The application is asked to do it: {new Reference(ThingOf(Is.Name))}, {subject}.")
        {
            Weight = Report.Weight is { } weight ? new(weight.People, weight.MinorUnits) : default,
            Send = [Tasks.Offer(subject.TaskId)],
        };

    public override bool IsOfferedIn(Population population) => offers.Any(offer => offer.IsOpen && offer.Population == population);

    protected override bool IsOffered(AppliedTo subject) => IsOfferedIn(subject.Population);

    protected override bool IsForetold(AppliedTo subject) =>
        offers.Any(offer => offer.IsOpen && offer.Population == subject.Population && offer.Report.Preview);

    protected override JsonElement Sent(AppliedTo subject, JsonElement input) => secrets.Open(this, input);

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
