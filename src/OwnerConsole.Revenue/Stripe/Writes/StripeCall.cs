using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>A request that changes something in Stripe.</summary>
/// <param name="Path">Path without parameters.</param>
/// <param name="Done">Sentence for the timeline once Stripe has carried it out.</param>
/// <param name="Form">Parameters by their names in the form, such as <c>metadata[key]</c>.</param>
public sealed record StripeCall(string Path, Sentence Done, params IReadOnlyList<(string Name, string Value)> Form)
{
    /// <summary>Whether it deletes the object instead of posting to it.</summary>
    public bool IsDelete { get; init; }

    /// <summary>Secret in the answer, which is shown once to the requester; null if there is none.</summary>
    public AnsweredSecret? Secret { get; init; }

    /// <summary>Credit grants whose unused rest is voided once Stripe has carried it out.</summary>
    public IReadOnlyList<string> Credits { get; init; } = [];
}

/// <summary>A secret in Stripe's answer.</summary>
/// <param name="Member">Name of the member that contains it.</param>
/// <param name="Lifetime">How long it can be shown.</param>
public sealed record AnsweredSecret(string Member, TimeSpan Lifetime);

/// <summary>A call in the queue.</summary>
/// <param name="Type">Stripe's name of the subject's type; the object is read again after the call.</param>
/// <param name="Done">The sentence as stored JSON.</param>
/// <param name="OpenedAt">When the run requested it: a repeated undo is another request.</param>
/// <param name="Credits">Credit grants whose unused rest is voided once Stripe has carried it out; null for none.</param>
internal sealed record QueuedCall(
    string Account,
    Data.Mode Mode,
    string TenantId,
    string SubjectId,
    string Type,
    string Path,
    bool IsDelete,
    IReadOnlyDictionary<string, string> Form,
    string Done,
    DateTimeOffset OpenedAt,
    AnsweredSecret? Secret,
    IReadOnlyList<string>? Credits = null
);
