using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>An email to the people of privacy requests, before it is rendered for one of them.</summary>
/// <param name="Step">Step that it is about.</param>
/// <param name="AnswersMyself">Whether the team member answers instead, so that it is not sent.</param>
/// <param name="Reason">Reason or details that the person reads; null without.</param>
/// <param name="Link">Address where the person downloads the data; null without.</param>
internal sealed record PrivacyEmailDraft(PrivacyStep Step, bool AnswersMyself = false, string? Reason = null, string? Link = null)
{
    /// <summary>Last day for the answer after the operation; null if it stays.</summary>
    public Func<PrivacyRequestFacts, DateOnly?>? DueOn { get; init; }

    /// <returns>Values of the email to the person of a request that exists.</returns>
    public PrivacyEmailFacts Facts(PrivacyRequestFacts subject)
    {
        var request = subject.Request!; // not null: the operation was not refused
        return PrivacyEmailFacts.Of(request, DueOn?.Invoke(subject) ?? request.DueOn, Reason, Link, subject.CanReply);
    }
}
