using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Kernel.Email;

/// <summary>Queues emails in the transaction that causes them. They are sent after the commit, in the order they were queued.</summary>
public sealed class EmailOutbox(IdGenerator ids, SecretBox box)
{
    public const string Lane = "mail",
        Kind = "email.send";

    /// <summary>Number of emails to many recipients that are sent at once.</summary>
    private const int BulkConcurrency = 4;

    /// <summary>Encrypted column for data that only the recipient may see.</summary>
    public static readonly EncryptedColumn SecretColumn = new("core.emails", "secret", "email", "email_id");

    /// <param name="tenantId">Tenant of the recipient; the platform for team members. The unit of work must name it.</param>
    /// <param name="to">A member, a team member, or the tenant itself at its contact address.</param>
    /// <param name="facts">Values for the template. Must not contain secrets, because they are stored for 30 days.</param>
    /// <param name="held">Delay before sending, such as <see cref="Operations.OperationDefinition.SendDelay"/>. Later emails don't wait for it.</param>
    /// <param name="secret">Value of <c>secret</c> in the template, such as the token of a link. It is encrypted and deleted once the email is sent.</param>
    /// <param name="lane">Separate lane from <see cref="LaneOf"/>, so that other emails don't wait for emails that strangers can cause; null for the common one.</param>
    /// <returns>Id of the email.</returns>
    public async Task<string> Enqueue(
        EmailTemplate template,
        string tenantId,
        string to,
        object facts,
        UnitOfWork work,
        TimeSpan? held = null,
        string? secret = null,
        string? lane = null
    )
    {
        var (id, due) = (ids.New("eml"), work.Now + (held ?? TimeSpan.Zero));
        await work.Execute(
            """
            insert into core.emails (tenant_id, email_id, template, recipient, facts, secret, run_id, state, created_at, due_at)
            values (@tenantId, @id, @Name, @to, @facts, @ciphertext, @run, 'waiting', clock_timestamp(), @due)
            """,
            new
            {
                tenantId,
                id,
                template.Name,
                to,
                facts = Json.Element(facts),
                ciphertext = secret is null ? null : box.Encrypt(SecretColumn.Kind, id, Encoding.UTF8.GetBytes(secret)),
                run = work.RunId,
                due,
            }
        );
        await work.Enqueue(held is null ? lane ?? Lane : LaneOf(id), Kind, new { tenantId, email = id }, due);
        work.WakeWorkers();
        return id;
    }

    /// <summary>Queues emails to members in a separate lane, so that other emails don't wait for them. The unit of work must name their tenants.</summary>
    /// <param name="lane">Lane in which several are sent at once, from <see cref="LaneOf"/>.</param>
    /// <returns>Ids of the emails in the same order.</returns>
    public async Task<IReadOnlyList<string>> EnqueueMany(EmailTemplate template, string lane, IReadOnlyList<NewEmail> emails, UnitOfWork work)
    {
        var created = emails.Select(_ => ids.New("eml")).ToArray();
        await work.SetConcurrency([(lane, BulkConcurrency)]);
        await work.Execute(
            """
            with email as materialized (select * from unnest(@tenants, @created, @recipients, @facts, @due) e(tenant_id, email_id, recipient, facts, due)),
            stored as (
              insert into core.emails (tenant_id, email_id, template, recipient, facts, run_id, state, created_at, due_at)
              select tenant_id, email_id, @Name, recipient, facts, @run, 'waiting', clock_timestamp(), due from email),
            item as (
              insert into work.items (lane, run_id, kind, body, due)
              select @lane, @run, @Kind, jsonb_build_object('tenant_id', tenant_id, 'email', email_id), due from email)
            update work.lanes set due = least(due, (select min(due) from email)), wakes = wakes + 1 where lane = @lane and exists (select from email)
            """,
            new
            {
                tenants = emails.Select(email => email.TenantId).ToArray(),
                created,
                recipients = emails.Select(email => email.To).ToArray(),
                facts = emails.Select(email => email.Facts).ToArray(),
                due = emails.Select(email => email.DueAt).ToArray(),
                template.Name,
                lane,
                Kind,
                run = work.RunId,
            }
        );
        work.WakeWorkers();
        return created;
    }

    /// <summary>Cancels emails that are waiting. One that is being sent at this moment is still recorded as sent.</summary>
    public static Task Cancel(IReadOnlyCollection<string> emailIds, string reason, UnitOfWork work) =>
        work.Execute(
            "update core.emails set state = 'not_sent', reason = @reason, secret = null, ended_at = clock_timestamp() where email_id = any(@emailIds) and state = 'waiting'",
            new { emailIds, reason }
        );

    /// <returns>Values for the template, including the secret.</returns>
    public JsonElement Facts(OutgoingEmail email)
    {
        if (email.Secret is null)
            return email.Facts;
        var facts = JsonObject.Create(email.Facts)!; // facts are always an object
        facts["secret"] = Encoding.UTF8.GetString(box.Decrypt(SecretColumn.Kind, email.EmailId, email.Secret));
        return JsonSerializer.SerializeToElement(facts);
    }

    /// <summary>Condition on core.emails of emails that can be withdrawn. One that is being sent at this moment leaves anyway.</summary>
    public const string IsWaiting = "state = 'waiting' and sending_since is null";

    /// <summary>Cancels the emails of a run that have not been sent yet. One that is being sent stays.</summary>
    /// <returns>Recipients of the cancelled emails.</returns>
    public static async Task<IReadOnlyList<string>> Withdraw(string undoneRun, UnitOfWork work)
    {
        var stopped = await work.List<SkippedEmail>(
            $"delete from core.emails where run_id = @undoneRun and {IsWaiting} returning email_id, recipient",
            new { undoneRun }
        );
        await work.Execute("delete from core.email_attempts where email_id = any(@ids)", new { ids = stopped.Select(email => email.EmailId).ToArray() });
        await WithdrawItems([Lane, .. stopped.Select(email => LaneOf(email.EmailId))], undoneRun, work);
        return [.. stopped.Select(email => email.Recipient)];
    }

    /// <summary>Removes what a run queued in these lanes, except for emails that were not withdrawn: a failed attempt is repeated.</summary>
    public static Task WithdrawItems(IReadOnlyCollection<string> lanes, string undoneRun, UnitOfWork work) =>
        work.Execute(
            """
            delete from work.items i
             where i.lane = any(@lanes) and i.run_id = @undoneRun and not exists (select from core.emails e where e.email_id = i.body ->> 'email')
            """,
            new { lanes, undoneRun }
        );

    /// <summary>Cancels the emails of a run to these members that have not been sent yet. One that is being sent stays. Emails of the run to others stay, because an undo stops some recipients at a time.</summary>
    /// <param name="lane">Lane that the run queued them in.</param>
    /// <param name="memberIds">Recipients. The unit of work must name their tenants.</param>
    public static async Task<IReadOnlyList<WithdrawnEmail>> Withdraw(string undoneRun, string lane, IReadOnlyCollection<string> memberIds, UnitOfWork work)
    {
        var stopped = await work.List<WithdrawnEmail>(
            $"""
            delete from core.emails where run_id = @undoneRun and recipient = any(@memberIds) and {IsWaiting}
            returning tenant_id, email_id, recipient, facts ->> 'topic' as topic, created_at
            """,
            new { undoneRun, memberIds = memberIds.ToArray() }
        );
        var emails = stopped.Select(email => email.EmailId).ToArray();
        await work.Execute("delete from core.email_attempts where email_id = any(@emails)", new { emails });
        await work.Execute(
            "delete from work.items where run_id = @undoneRun and lane = @lane and body ->> 'email' = any(@emails)",
            new
            {
                undoneRun,
                lane,
                emails,
            }
        );
        await work.Withdraw([.. stopped.Select(email => LaneOf(email.EmailId))], undoneRun); // those that the mail server deferred
        return stopped;
    }

    /// <summary>Separate queue for an email that must not block others.</summary>
    public static string LaneOf(string emailId) => $"{Lane}:{emailId}";

    private sealed record SkippedEmail(string EmailId, string Recipient);
}

/// <summary>An email to be queued with others.</summary>
/// <param name="To">Id of a member.</param>
/// <param name="Facts">Values for the template, without secrets.</param>
public sealed record NewEmail(string TenantId, string To, JsonElement Facts, DateTimeOffset DueAt);

/// <summary>An email that was cancelled before it was sent.</summary>
/// <param name="Recipient">Id of a member.</param>
/// <param name="Topic">Key of its topic; null if its facts name none.</param>
public sealed record WithdrawnEmail(string TenantId, string EmailId, string Recipient, string? Topic, DateTimeOffset CreatedAt);
