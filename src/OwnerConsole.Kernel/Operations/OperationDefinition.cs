using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Metadata of an operation, from which forms, buttons, API, log and undo are generated.</summary>
/// <param name="Name">Permanent name in the form noun.verb, which is also the required permission.</param>
/// <param name="Title">Title starting with a verb, as shown on the button: <c>Suspend tenant</c>.</param>
/// <param name="Done">Past participle for the result message: <c>suspended</c>.</param>
/// <param name="Version">Version, increased when the meaning of the input changes; an input is read only by the version it was written for.</param>
public sealed record OperationDefinition(string Name, string Title, string Done, int Version = 1)
{
    public Reversal Reversal { get; init; } = Reversal.Restores;

    /// <summary>Delay before a message that can be stopped only until it is sent.</summary>
    public static readonly TimeSpan SendDelay = TimeSpan.FromSeconds(60);

    private readonly ActionGroup? _group;

    private readonly string? _undoDescription;

    private readonly TimeSpan _undoWindow = TimeSpan.FromDays(30);

    /// <summary>Period in which an undo is available.</summary>
    public TimeSpan UndoWindow
    {
        get => Reversal is Reversal.UntilSent ? SendDelay : _undoWindow;
        init => _undoWindow = value;
    }

    /// <summary>
    /// Whether an external system (Stripe, the application) owns the fact: Execute records the request, and the run waits until
    /// <see cref="RunCompletion.Settle"/> receives the answer.
    /// </summary>
    public bool IsExternal { get; init; }

    /// <summary>Whether an external system performs the undo, so that the undo also waits for an answer.</summary>
    public bool IsUndoExternal { get; init; }

    /// <summary>Who performs an external operation, as the start of a sentence.</summary>
    public string ExternalSystem { get; init; } = "Your application";

    /// <summary>Description of what an undo restores.</summary>
    public string? RestoredByUndo { get; init; }

    /// <summary>Description of what an undo can't restore; null if it restores everything.</summary>
    public string? NotRestoredByUndo { get; init; }

    /// <summary>
    /// Whether the operation destroys data permanently, at once or after a waiting period; the person who starts it must type a confirmation. It needs the same
    /// confirmation as an operation without undo.
    /// </summary>
    public bool IsDestructive { get; init; }

    /// <summary>
    /// Whether a single subject needs no confirmation even though the application is notified, because the undo restores everything and notifies it
    /// again. Large impact still requires confirmation.
    /// </summary>
    public bool OneClick { get; init; }

    /// <summary>
    /// Whether the operation creates access that outlasts a session or changes where data is sent. A person must confirm their identity, which is
    /// valid for ten minutes.
    /// </summary>
    public bool RequiresStepUp { get; init; }

    /// <summary>Whether the undo restores access that the operation removed, so that a person must confirm their identity to undo it.</summary>
    public bool UndoRequiresStepUp { get; init; }

    /// <summary>Field classes contained in the input or result; a role that hides one of them can't run the operation.</summary>
    public IReadOnlyList<FieldClass> FieldClasses { get; init; } = [];

    /// <summary>Whether the result can contain a secret shown once to the requester, so that the operation can't be scheduled.</summary>
    public bool ShowsSecretOnce { get; init; }

    /// <summary>Kind of the subject: the part of the name before the dot, such as <c>tenant</c>.</summary>
    public string Subject { get; init; } = Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Whether the ids of a tenant's records, such as invoices, stand for the tenant, so that the operation can run from their lists.</summary>
    public bool AcceptsRecords { get; init; }

    /// <summary>Whether the operation runs during an emergency stop. Only setting and releasing the stop do.</summary>
    public bool RunsWhileStopped { get; init; }

    /// <summary>Noun counted in the result message: <c>2 tenants suspended</c>.</summary>
    public string Noun { get; init; } = Name[..Name.IndexOf('.', StringComparison.Ordinal)].Replace('_', ' ');

    /// <summary>Complete result message for operations without a count: <c>Everything is stopped</c>.</summary>
    public string? DoneSentence { get; init; }

    /// <summary>Group of the actions menu that lists the operation.</summary>
    public ActionGroup Group
    {
        get => _group ?? (IsDestructive ? ActionGroup.Danger : ActionGroup.Data);
        init => _group = value;
    }

    /// <summary>Whether someone loses something while the operation is in effect, so that its button is red.</summary>
    public bool IsHarmful
    {
        get => field || Group is ActionGroup.Danger;
        init;
    }

    /// <summary>What happens to the people whom the operation affects.</summary>
    public PeopleEffect PeopleEffect { get; init; } = new("is affected", "are affected");

    /// <summary>Position among the operations that selected rows offer with their effect; null for those that are only linked.</summary>
    public int? BulkOrder { get; init; }

    /// <summary>Whether the revenue of its tenants is at stake, so that the preview shows it.</summary>
    public bool AffectsRevenue { get; init; }

    /// <summary>Other words that people search the operation by, separated by commas.</summary>
    public string Synonyms { get; init; } = "";

    /// <summary>Verb on the button: the first word of the title.</summary>
    public string Verb => Title.Split(' ')[0];

    /// <summary>
    /// Label shown next to the subject's name: the verb alone, or the whole title if it concerns an attribute of the subject, such as its trial.
    /// </summary>
    public string ActionLabel => string.Equals(Title, $"{Verb} {Subject.Replace('_', ' ')}", StringComparison.OrdinalIgnoreCase) ? Verb : Title;

    /// <summary>How the operation can be undone, as shown in forms and documentation.</summary>
    public string UndoDescription
    {
        get =>
            _undoDescription
            ?? Reversal switch
            {
                Reversal.Restores => $"Can be undone for {UndoWindow.Days} days.",
                Reversal.Compensates => $"Can be undone for {UndoWindow.Days} days. Your application is notified of both.",
                Reversal.UntilSent => "Can be stopped within 60 seconds. After that it can't be undone.",
                _ => "This can't be undone.",
            };
        init => _undoDescription = value;
    }

    /// <summary>Name of an operation that its dialog offers to run before it, such as an export before a deletion; null for none.</summary>
    public string? OfferedFirst { get; init; }

    /// <summary>Whether the caller must confirm their identity. Keys can't, and are limited by their scopes.</summary>
    public bool NeedsStepUp(Caller caller) => RequiresStepUp && caller is { Kind: CallerKind.Person, IsProved: false };

    /// <summary>Declaration with the confirmation required for the undo.</summary>
    public OperationDefinition ForUndo => this with { RequiresStepUp = RequiresStepUp || UndoRequiresStepUp };

    public bool CanUndo => Reversal is not Reversal.Never;

    /// <summary>Whether its result is permanent, at once or after a waiting period. It must be granted by name, and an approver confirms their identity.</summary>
    public bool IsIrreversible => !CanUndo || IsDestructive;
}

/// <summary>Ways in which an operation can be undone.</summary>
public enum Reversal
{
    /// <summary>Affects only rows in this database: undo closes what the run opened.</summary>
    Restores,

    /// <summary>Others were notified: undo reverts the change and sends the opposite message.</summary>
    Compensates,

    /// <summary>Email, refund or push: undo cancels it during <see cref="OperationDefinition.SendDelay"/>.</summary>
    UntilSent,

    Never,
}
