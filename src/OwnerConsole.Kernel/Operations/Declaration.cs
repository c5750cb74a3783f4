using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Operations;

/// <summary>What an operation says of itself; forms, buttons, API, log and undo are made from it.</summary>
/// <param name="Name">permanent: noun.verb, also the permission that it asks for</param>
/// <param name="Title">verb first, as on its button: <c>Suspend tenant</c></param>
/// <param name="Done">the past participle of the one sentence after it ran: <c>suspended</c></param>
/// <param name="Version">a changed meaning is a new version; an input is read only by the version it was written for</param>
public sealed record Declaration(string Name, string Title, string Done, int Version = 1)
{
    public Reversal Reversal { get; init; } = Reversal.Restores;

    /// <summary>How long what can be stopped only until it is sent is held back.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _undoFor = TimeSpan.FromDays(30);

    /// <summary>How long an undo is offered.</summary>
    public TimeSpan UndoFor
    {
        get => Reversal is Reversal.UntilSent ? Hold : _undoFor;
        init => _undoFor = value;
    }

    /// <summary>Somebody else owns the fact (Stripe, the application): Execute writes what is wanted, and the run waits until <see cref="Settling.Settle"/> tells the answer.</summary>
    public bool Outside { get; init; }

    /// <summary>Somebody else takes back what was done: the undo waits for the answer as well.</summary>
    public bool UndoneOutside { get; init; }

    /// <summary>What comes back by itself when it is undone, in words.</summary>
    public string? ComesBack { get; init; }

    /// <summary>What doesn't come back, in words; null when everything does.</summary>
    public string? StaysGone { get; init; }

    /// <summary>What it takes away nobody can bring back: whoever starts it types the name of what they mean.</summary>
    public bool Destroys { get; init; }

    /// <summary>For one subject nothing is asked, although the application is notified: the undo restores everything and notifies it again. Where very many people are affected it asks like any other.</summary>
    public bool OneClick { get; init; }

    /// <summary>It creates access that outlasts a session, or changes where the platform's data goes. A person confirms who they are first, once in ten minutes.</summary>
    public bool StepUp { get; init; }

    /// <summary>Its undo gives access back that the operation took away: a person confirms who they are before they undo it.</summary>
    public bool StepUpToUndo { get; init; }

    /// <summary>What is typed in, or handed out, is of these classes: nobody whose role hides one of them decides.</summary>
    public IReadOnlyList<FieldClass> About { get; init; } = [];

    /// <summary>What it makes may hold a secret that is shown to who asks, once: it is done while they look, never later.</summary>
    public bool ShowsOnce { get; init; }

    /// <summary>The kind of thing it is done to: the part of the name before the point, <c>tenant</c>.</summary>
    public string Subject { get; init; } = Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The few that the emergency stop doesn't hold: setting and lifting it.</summary>
    public bool RunsWhileStopped { get; init; }

    /// <summary>What is counted in the one sentence after it ran: <c>2 tenants suspended</c>.</summary>
    public string Noun { get; init; } = Name[..Name.IndexOf('.', StringComparison.Ordinal)].Replace('_', ' ');

    /// <summary>The whole sentence after it ran, for what is not counted: <c>Everything is stopped</c>.</summary>
    public string? Told { get; init; }

    /// <summary>The button's verb: the title's first word.</summary>
    public string Verb => Title.Split(' ')[0];

    /// <summary>What stands beside the subject's name: the verb alone, or the whole title where it is about something of the subject, such as its trial.</summary>
    public string Act => string.Equals(Title, $"{Verb} {Subject.Replace('_', ' ')}", StringComparison.OrdinalIgnoreCase) ? Verb : Title;

    /// <summary>How it is taken back, as the form and the documents say it.</summary>
    public string TakenBack =>
        Reversal switch
        {
            Reversal.Restores => $"Can be undone for {UndoFor.Days} days.",
            Reversal.Compensates => $"Can be undone for {UndoFor.Days} days. Your app is notified of both.",
            Reversal.UntilSent => "Can be stopped within 60 seconds. After that it can't be undone.",
            _ => "This can't be undone.",
        };

    /// <summary>Whether the caller has to confirm who they are. Keys can't, and are limited by their scopes.</summary>
    public bool AsksStepUp(Caller caller) => StepUp && caller is { Kind: CallerKind.Person, IsProved: false };

    /// <summary>What is asked of who undoes it.</summary>
    public Declaration Undoing => this with { StepUp = StepUp || StepUpToUndo };

    public bool CanUndo => Reversal is not Reversal.Never;
}

/// <summary>Four honest kinds of taking back.</summary>
public enum Reversal
{
    /// <summary>Only rows here: undo closes what the run opened.</summary>
    Restores,

    /// <summary>Others were told: undo does the same and sends the opposite message.</summary>
    Compensates,

    /// <summary>Mail, refund, push: undo stops it while it waits, for <see cref="Declaration.Hold"/>.</summary>
    UntilSent,

    Never,
}
