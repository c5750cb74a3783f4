using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Applications;

/// <summary>An operation that the application has declared: decided here like any other, carried out there as a task for each subject.</summary>
/// <param name="offers">of the populations whose application declares it, the one that the form is made from first</param>
public sealed class DeclaredOperation(IReadOnlyList<Offer> offers, Tasks tasks, InputSecrets secrets) : Operation<AppliedTo, JsonElement>
{
    private readonly DeclaredInput _input = DeclaredInput.Read(offers[0].Report.Input, "input");

    private OperationReport Report => offers[0].Report;

    /// <summary>Some population's application offers it now.</summary>
    public bool IsOpen => offers[0].IsOpen;

    public string? Description => Report.Description;

    public override Declaration Is { get; } =
        new(offers[0].Report.Name, offers[0].Report.Title, offers[0].Report.Done)
        {
            Reversal = offers[0].Report.Reversal is TaskReversal.Compensates ? Reversal.Compensates : Reversal.Never,
            Subject = offers[0].Report.Subject.ToText(),
            Noun = offers[0].Report.Subject.ToText(),
            Outside = true,
            UndoneOutside = offers[0].Report.Reversal is TaskReversal.Compensates,
            ComesBack = offers[0].Report.Reversal is TaskReversal.Compensates ? "The application takes back what it has done." : null,
        };

    public override JsonElement Example => _input.Example;

    public override JsonElement Schema => _input.Schema;

    public override IReadOnlyList<InputField> AllFields => _input.Form;

    /// <summary>The thing whose name is the title, so that a sentence can say it.</summary>
    public static string ThingOf(string name) => $"op_{name}";

    public override Task<IReadOnlyList<AppliedTo>> Load(IReadOnlyList<string> ids, JsonElement input, Work work)
    {
        // What was previewed before the application declared another input is refused with a sentence.
        if (!work.Locks)
            _input.Check(input);
        return AppliedTo.Load(ids, Report.Subject, Is.Name, work);
    }

    public override Refusal? Refuse(AppliedTo subject, JsonElement input) =>
        subject switch
        {
            _ when !offers.Any(offer => offer.IsOpen && offer.Population == subject.Population) => new(
                "not_offered",
                $"The application doesn't offer this for {subject}."
            ),
            { IsAnonymised: true } => new("anonymised", $"{subject} is anonymised; the application knows nothing of it any more."),
            { IsUnderway: true } => new("underway", $"The application is already at it for {subject}."),
            _ when !Fits(input) => new("declared_anew", $"The application asks for something else by now. Look at {subject} once more."),
            _ => null,
        };

    public override Decision Decide(AppliedTo subject, JsonElement input) =>
        new($"The application is asked to do it: {new Reference(ThingOf(Is.Name))}, {subject}.")
        {
            Weight = Report.Weight is { } weight ? new(weight.People, weight.MinorUnits) : default,
            Send = [Tasks.Offer(subject.TaskId)],
        };

    public override Task Execute(IReadOnlyList<AppliedTo> accepted, JsonElement input, Work work) =>
        tasks.Give(accepted, Is, secrets.Open(this, input), new(Report.CanCancel, TimeSpan.FromMinutes(Report.Minutes)), work);

    /// <summary>What can't have reached the application is taken away; what it has done it is asked to take back.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AppliedTo> subjects, string undoneRun, Work work)
    {
        var withdrawn = await Tasks.Withdraw([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        var asked = await tasks.TakeBack([.. subjects.Where(subject => !subject.IsUnderway)], Is, undoneRun, TimeSpan.FromMinutes(Report.Minutes), work);
        return [.. withdrawn, .. asked];
    }

    public override Message[] TellUndone(AppliedTo subject) => subject.IsUnderway ? [] : [Tasks.Offer(subject.TaskId)];

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
