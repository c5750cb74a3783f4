using OwnerConsole.Data;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>A privacy request as it is stored.</summary>
/// <param name="Members">IDs of the members who are the person; empty if no member is known.</param>
/// <param name="Email">Address of a person who is no member; null for members.</param>
/// <param name="DueOn">Last day for the answer, with an extension.</param>
/// <param name="ReceiptDueOn">Last day to confirm the receipt; null if the law doesn't need it.</param>
/// <param name="ExtensionReason">Null without an extension.</param>
/// <param name="RecordedBy">Run that recorded it, or member who sent it in the portal.</param>
/// <param name="StatusAt">When it reached its current status.</param>
/// <param name="Note">Reason of the current status; null without one.</param>
/// <param name="Runs">IDs of the runs that fulfilled it.</param>
/// <param name="Method">How the identity was verified; null before.</param>
/// <param name="CheckedBy">Team member or API key that verified the identity, or the member who was signed in; null before.</param>
/// <param name="HasAddress">Whether an address of the person is known, so that emails can be sent.</param>
/// <param name="Informed">Words of each <see cref="PrivacyStep"/> about which the person was informed.</param>
internal sealed record PrivacyRequest(
    string Id,
    PrivacyRequestKind Kind,
    PrivacyLaw Law,
    IReadOnlyList<string> Members,
    string? Email,
    DateOnly ReceivedOn,
    DateOnly DueOn,
    DateOnly? ReceiptDueOn,
    string? ExtensionReason,
    PrivacySource Source,
    string RecordedBy,
    DateTimeOffset RecordedAt,
    PrivacyRequestStatus Status,
    DateTimeOffset StatusAt,
    string? Note,
    IReadOnlyList<string> Runs,
    IdentityMethod? Method,
    string? MethodNote,
    string? CheckedBy,
    DateTimeOffset? CheckedAt,
    bool HasAddress,
    IReadOnlyList<string> Informed
)
{
    internal const string Prefix = "prq",
        EntityKind = "privacy_request";

    /// <summary>Maximum length of notes and reasons.</summary>
    internal const int MaxText = 10_000;

    private const string SameRequest = "other.tenant_id = this.tenant_id and other.request_id = this.request_id";

    internal static readonly StateRows Requests = new("privacy.requests", "request_id") { BelongToPlatform = true },
        Statuses = new("privacy.statuses", "request_id") { BelongToPlatform = true, Conflict = SameRequest },
        Checks = new("privacy.identity_checks", "request_id") { BelongToPlatform = true, Conflict = SameRequest },
        Extensions = new("privacy.extensions", "request_id") { BelongToPlatform = true, Conflict = SameRequest },
        Notes = new("privacy.notes", "request_id") { BelongToPlatform = true },
        Messages = new("privacy.messages", "request_id") { BelongToPlatform = true };

    private const string IsOpen = "s.status in ('received', 'verified', 'in_progress')";

    /// <summary>Condition for requests that a member sent in the portal: other ones are opened by a run.</summary>
    private const string IsSent = "r.opened_by = any(r.members)";

    /// <summary>Condition for <see cref="IsUnread"/>.</summary>
    private const string IsNew = $"""
        (x.due_on is null and (s.status = 'received' or s.status = 'verified' and {IsSent})
         and not exists (select from privacy.messages w
                          where w.tenant_id = r.tenant_id and w.request_id = r.request_id and w.step = 'receipt' and w.closed_by is null))
        """;

    /// <summary>Day by which the team must act next: <see cref="AcknowledgeBy"/>, else the deadline.</summary>
    private const string NextDue = $"case when {IsNew} and r.acknowledge_by is not null then r.acknowledge_by else coalesce(x.due_on, r.due_on) end";

    private const string IsUrgent = $"{IsOpen} and ({IsNew} and {IsSent} or {NextDue} <= @until)";

    private const string IsOfPerson =
        "r.members && (array[@memberId] || array(select g.member_id from core.merges g where g.into_id = @memberId and g.to_at is null))";

    private const string Columns = """
        select r.request_id as id, r.kind, r.law, r.members, r.email, r.received_on, coalesce(x.due_on, r.due_on) as due_on, r.acknowledge_by as receipt_due_on,
               x.reason as extension_reason, r.source, r.opened_by as recorded_by, r.opened_at as recorded_at, s.status, s.opened_at as status_at, s.note, s.runs,
               c.method, c.note as method_note, c.checked_by, c.opened_at as checked_at,
               r.email is not null or exists (select from privacy.contacts a where a.tenant_id = r.tenant_id and a.request_id = r.request_id) as has_address,
               array(select w.step from privacy.messages w
                      where w.tenant_id = r.tenant_id and w.request_id = r.request_id and w.closed_by is null order by w.step) as informed
          from privacy.requests r
          join privacy.statuses s on s.tenant_id = r.tenant_id and s.request_id = r.request_id and s.closed_by is null
          left join privacy.extensions x on x.tenant_id = r.tenant_id and x.request_id = r.request_id and x.closed_by is null
          left join privacy.identity_checks c on c.tenant_id = r.tenant_id and c.request_id = r.request_id and c.closed_by is null
         where r.tenant_id = 'tnt_platform' and r.closed_by is null
        """;

    /// <summary>Whether it needs no more work.</summary>
    public bool IsDone => Status.IsDone();

    /// <summary>Whether a member sent it in the portal.</summary>
    public bool IsSentByMember => Members.Contains(RecordedBy, StringComparer.Ordinal);

    /// <summary>Whether the team has done nothing about it yet. Requests that members send in the portal are verified at once.</summary>
    public bool IsUnread =>
        ExtensionReason is null
        && !WasInformed(PrivacyStep.Receipt)
        && (Status is PrivacyRequestStatus.Received || (Status is PrivacyRequestStatus.Verified && IsSentByMember));

    /// <summary>Last day to confirm the receipt; null if the law doesn't need it, or once the team has done something about the request.</summary>
    public DateOnly? AcknowledgeBy => IsUnread ? ReceiptDueOn : null;

    /// <summary>Whether the identity must be verified before it is fulfilled.</summary>
    public bool LacksIdentity => Kind.NeedsIdentity() && Method is null;

    /// <returns>Whether the person was informed about a step.</returns>
    public bool WasInformed(PrivacyStep step) => Informed.Contains(step.ToText(), StringComparer.Ordinal);

    /// <returns>The requests that exist.</returns>
    public static Task<IReadOnlyList<PrivacyRequest>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<PrivacyRequest>($"{Columns} and r.request_id = any(@ids) order by r.request_id", new { ids = ids.ToArray() });

    /// <returns>Requests that need work, those that are due first.</returns>
    public static Task<IReadOnlyList<PrivacyRequest>> ListOpen(int limit, UnitOfWork work) =>
        work.List<PrivacyRequest>($"{Columns} and {IsOpen} order by coalesce(x.due_on, r.due_on), r.request_id limit @limit", new { limit });

    /// <returns>Requests that need work and are due until a day, or were sent in the portal and are unread. Those that are due come first.</returns>
    public static Task<IReadOnlyList<PrivacyRequest>> ListUrgent(DateOnly until, int limit, UnitOfWork work) =>
        work.List<PrivacyRequest>($"{Columns} and {IsUrgent} order by {NextDue}, r.request_id limit @limit", new { until, limit });

    /// <returns>Number of requests that <see cref="ListUrgent"/> lists without a limit.</returns>
    public static Task<int> CountUrgent(DateOnly until, UnitOfWork work) =>
        work.One<int>(
            $"""
            select count(*)::int
              from privacy.requests r
              join privacy.statuses s on s.tenant_id = r.tenant_id and s.request_id = r.request_id and s.closed_by is null
              left join privacy.extensions x on x.tenant_id = r.tenant_id and x.request_id = r.request_id and x.closed_by is null
             where r.tenant_id = 'tnt_platform' and r.closed_by is null and {IsUrgent}
            """,
            new { until }
        );

    /// <returns>Requests of a member and of the records merged into them, newest first.</returns>
    public static Task<IReadOnlyList<PrivacyRequest>> ListOf(string memberId, int limit, UnitOfWork work) =>
        work.List<PrivacyRequest>($"{Columns} and {IsOfPerson} order by r.opened_at desc, r.request_id desc limit @limit", new { memberId, limit });

    /// <returns>Requests that a member sent in the portal, newest first.</returns>
    public static Task<IReadOnlyList<PrivacyRequest>> ListSent(string memberId, int limit, UnitOfWork work) =>
        work.List<PrivacyRequest>(
            $"{Columns} and {IsOfPerson} and {IsSent} order by r.opened_at desc, r.request_id desc limit @limit",
            new { memberId, limit }
        );

    /// <returns>Whether a request of this kind that the member sent in the portal needs work.</returns>
    public static async Task<bool> HasOpen(string memberId, PrivacyRequestKind kind, UnitOfWork work) =>
        (await work.List<PrivacyRequest>($"{Columns} and {IsOfPerson} and {IsSent} and {IsOpen} and r.kind = @kind limit 1", new { memberId, kind })).Count > 0;

    /// <returns>A page, newest first.</returns>
    public static async Task<OwnerConsole.Data.Page<PrivacyRequest>> List(PrivacyRequestFilter filter, UnitOfWork work)
    {
        var (at, id) = filter.Cursor is null ? default : Cursor.ReadInstant(filter.Cursor);
        var conditions = Conditions.And(
            (filter.IsDone is true, $"not ({IsOpen})"),
            (filter.IsDone is false, IsOpen),
            (filter.Status is not null, "s.status = @Status"),
            (filter.Kind is not null, "r.kind = @Kind"),
            (filter.Due is not null, IsOpen),
            (filter.Due is PrivacyDue.Overdue, "coalesce(x.due_on, r.due_on) < @Today"),
            (filter.Due is PrivacyDue.Week, "coalesce(x.due_on, r.due_on) between @Today and @soon"),
            (filter.Text is not null, "(r.request_id = @Text or r.members @> array[@Text] or (@showsEmails and lower(r.email) = lower(@Text)))"),
            (filter.Cursor is not null, "(r.opened_at, r.request_id) < (@at, @id)")
        );
        var rows = await work.List<PrivacyRequest>(
            $"{Columns} {conditions} order by r.opened_at desc, r.request_id desc limit @most",
            new
            {
                filter.Status,
                filter.Kind,
                filter.Today,
                soon = filter.Today.AddDays(PrivacyDeadline.SoonDays),
                filter.Text,
                showsEmails = !HiddenFields.Has(FieldClass.Contact), // otherwise a search would reveal whether an address is known
                at,
                id,
                most = filter.Limit + 1,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.RecordedAt, last.Id));
    }
}

/// <summary>Which requests a list contains. Null means all.</summary>
/// <param name="IsDone">Whether they need no more work.</param>
/// <param name="Text">ID of a request or a member, or a complete email address.</param>
/// <param name="Today">Day in the reporting time zone.</param>
/// <param name="Cursor">Cursor of the previous page.</param>
internal sealed record PrivacyRequestFilter(
    bool? IsDone,
    string? Text,
    PrivacyRequestStatus? Status,
    PrivacyRequestKind? Kind,
    PrivacyDue? Due,
    DateOnly Today,
    string? Cursor,
    int Limit
);

/// <summary>When requests that need work are due.</summary>
public enum PrivacyDue
{
    /// <summary>The deadline has passed.</summary>
    Overdue,

    /// <summary>Within 7 days.</summary>
    Week,
}
