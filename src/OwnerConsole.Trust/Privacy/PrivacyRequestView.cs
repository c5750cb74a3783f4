using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Which privacy requests a list contains.</summary>
public enum PrivacyListState
{
    /// <summary>Those that need work.</summary>
    Open,

    /// <summary>Fulfilled, refused and withdrawn ones.</summary>
    Done,

    /// <summary>All.</summary>
    All,
}

/// <summary>A privacy request as returned by the API.</summary>
/// <param name="Id">ID of the request.</param>
/// <param name="Kind">What the person requests.</param>
/// <param name="Law">Law that the request is based on.</param>
/// <param name="Status">Current status.</param>
/// <param name="MemberIds">IDs of the members who are the person; empty if no member is known.</param>
/// <param name="Email">Address of a person who is no member; null for members.</param>
/// <param name="Source">How the request arrived.</param>
/// <param name="ReceivedOn">Day on which it was received.</param>
/// <param name="DueOn">Last day for the answer, in the reporting time zone.</param>
/// <param name="AcknowledgeBy">Last day to confirm the receipt; null if the law doesn't need it, or once the team has done something about the request.</param>
/// <param name="DaysLeft">Days until the deadline, negative after it; null once it is done.</param>
/// <param name="IsOverdue">Whether it needs work and the deadline has passed.</param>
/// <param name="ExtensionReason">Why the deadline was extended; null if it wasn't.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="DoneAt">When it was fulfilled, refused or withdrawn; null before.</param>
/// <param name="Identity">How the identity of the person was verified; null before.</param>
/// <param name="NeedsIdentity">Whether the identity must be verified before it is fulfilled.</param>
/// <param name="Reason">Why it was refused, or how it was fulfilled or withdrawn; null without a text.</param>
/// <param name="RunIds">IDs of the runs that fulfilled it.</param>
public sealed record PrivacyRequestView(
    string Id,
    PrivacyRequestKind Kind,
    PrivacyLaw Law,
    PrivacyRequestStatus Status,
    IReadOnlyList<string> MemberIds,
    [property: Sensitive(FieldClass.Contact)] string? Email,
    PrivacySource Source,
    DateOnly ReceivedOn,
    DateOnly DueOn,
    DateOnly? AcknowledgeBy,
    int? DaysLeft,
    bool IsOverdue,
    string? ExtensionReason,
    DateTimeOffset RecordedAt,
    DateTimeOffset? DoneAt,
    IdentityCheckView? Identity,
    bool NeedsIdentity,
    string? Reason,
    IReadOnlyList<string> RunIds
)
{
    /// <param name="today">Day in the reporting time zone.</param>
    internal static PrivacyRequestView Of(PrivacyRequest request, DateOnly today) =>
        new(
            request.Id,
            request.Kind,
            request.Law,
            request.Status,
            request.Members,
            request.Email,
            request.Source,
            request.ReceivedOn,
            request.DueOn,
            request.AcknowledgeBy,
            request.IsDone ? null : request.DueOn.DayNumber - today.DayNumber,
            !request.IsDone && request.DueOn < today,
            request.ExtensionReason,
            request.RecordedAt,
            request.IsDone ? request.StatusAt : null,
            request is { Method: { } method, CheckedBy: { } by, CheckedAt: { } at } ? new(method, request.MethodNote, by, at) : null,
            request.LacksIdentity,
            request.Note,
            request.Runs
        );
}

/// <summary>How the identity of a person was verified.</summary>
/// <param name="Method">The way.</param>
/// <param name="Note">Details; null without.</param>
/// <param name="By">ID of the team member or API key that recorded it, or of the member who was signed in to the portal.</param>
/// <param name="At">When it was recorded.</param>
public sealed record IdentityCheckView(IdentityMethod Method, string? Note, string By, DateTimeOffset At);

/// <summary>A privacy request with its person, what is stored about them, and its timeline.</summary>
/// <param name="Request">The request.</param>
/// <param name="Members">The members who are the person. Those who were merged are replaced by their main record. Empty without access to members.</param>
/// <param name="Data">Number of rows about the first 10 of these members in each table. Empty without access to members.</param>
/// <param name="Runs">Runs that fulfilled it; before, runs since it was recorded that can be its evidence, newest first.</param>
/// <param name="Emails">Steps about which the person was informed, newest first.</param>
/// <param name="CanEmail">Whether an address of the person is known, so that emails can be sent.</param>
/// <param name="Timeline">Operations on the request, newest first, with their notes.</param>
public sealed record PrivacyRequestDetails(
    PrivacyRequestView Request,
    IReadOnlyList<PrivacyMember> Members,
    IReadOnlyList<StoredData> Data,
    IReadOnlyList<PrivacyRun> Runs,
    IReadOnlyList<PrivacyEmailView> Emails,
    bool CanEmail,
    IReadOnlyList<PrivacyTimelineEntry> Timeline
);

/// <summary>A member who is the person of a request.</summary>
/// <param name="Id">ID of the member.</param>
/// <param name="TenantId">ID of the tenant.</param>
/// <param name="Name">Null if unknown or anonymised.</param>
/// <param name="SupportNumber">Support number of the member.</param>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="IsRestricted">Whether processing of their data is restricted.</param>
/// <param name="IsAnonymised">Whether their data was erased.</param>
public sealed record PrivacyMember(string Id, string TenantId, string? Name, string SupportNumber, string Tenant, bool IsRestricted, bool IsAnonymised);

/// <summary>A step about which the person of a privacy request was informed.</summary>
/// <param name="Step">The step.</param>
/// <param name="EmailId">ID of the email; null if the team informed the person itself.</param>
/// <param name="CreatedAt">When the email was queued, or the team recorded it.</param>
/// <param name="State">State of the email; null without one, and after it was deleted with old emails.</param>
/// <param name="Reason">Why it was not sent or not delivered; null otherwise.</param>
public sealed record PrivacyEmailView(PrivacyStep Step, string? EmailId, DateTimeOffset CreatedAt, EmailState? State, string? Reason);

/// <summary>What is stored about a person in a table.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Rows">Number of rows. Rows above 10,000 of a member are not counted.</param>
/// <param name="Purposes">What the data is used for.</param>
public sealed record StoredData(string Table, long Rows, IReadOnlyList<string> Purposes);

/// <summary>An entry of the timeline of a privacy request.</summary>
/// <param name="Entry">Entry of the log.</param>
/// <param name="Text">Note that belongs to it; null without one.</param>
public sealed record PrivacyTimelineEntry(LogEntryView Entry, string? Text);

/// <summary>A privacy request with everything that its page shows.</summary>
/// <param name="Emails">Steps about which the person was informed, newest first.</param>
/// <param name="Contact">Where emails to the person are sent; null if no address is known.</param>
/// <param name="CanSendEmail">Whether the console can send emails.</param>
/// <param name="Timeline">A page, newest first.</param>
/// <param name="Texts">Notes by the run or the member that wrote them.</param>
/// <param name="Names">Names of everything that is mentioned.</param>
public sealed record PrivacyRequestReport(
    PrivacyRequestView Request,
    IReadOnlyList<PrivacyMember> Members,
    bool ShowsMembers,
    IReadOnlyList<StoredData> Data,
    IReadOnlyList<PrivacyRun> Runs,
    IReadOnlyList<PrivacyEmailView> Emails,
    PrivacyContact? Contact,
    bool CanSendEmail,
    OwnerConsole.Data.Page<LogEntry> Timeline,
    IReadOnlyDictionary<string, string> Texts,
    SentenceRenderer Names
)
{
    internal PrivacyRequestDetails ToDetails() =>
        new(
            Request,
            Members,
            Data,
            Runs,
            Emails,
            Contact is not null,
            [.. Timeline.Data.Select(entry => new PrivacyTimelineEntry(LogEntryView.Of(entry, Names), FindText(entry)))]
        );

    /// <summary>Message that a member sent with the request in the portal; null without one.</summary>
    internal string? Message =>
        Request.Source is not PrivacySource.Portal
            ? null
            : Request.MemberIds.Select(id => Texts.GetValueOrDefault(id)).FirstOrDefault(text => text is { Length: > 0 });

    private string? FindText(LogEntry entry) =>
        entry is { Kind: "run", RunId: { } run } ? Texts.GetValueOrDefault(run)
        : entry.Kind == "intake" ? Message
        : null;
}
