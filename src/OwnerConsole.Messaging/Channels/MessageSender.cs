using System.Diagnostics;
using System.Text.Json.Serialization;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Messaging.Channels.Transports;
using OwnerConsole.Messaging.Channels.WebPush;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Sends queued messages on their channels, as fast as each channel allows.</summary>
public sealed class MessageSender(
    Database database,
    IEnumerable<IMessageSource> sources,
    IEnumerable<IChannelTransport> transports,
    RecipientResolver recipients,
    AddressHashes addresses,
    SecretBox box
) : IWorkHandler
{
    public const string Kind = "channel.send";

    /// <summary>How long messages of a paused channel wait before they are looked at again. Resuming the channel ends the wait.</summary>
    /// <summary>Characters by which a secret is recognized, also where its end was cut off.</summary>
    private const int SecretStart = 16;

    private static readonly TimeSpan s_pausedDelay = TimeSpan.FromMinutes(10);

    public string Name => Kind;

    public string Title => "Send messages on channels";

    public bool SendsExternally => true;

    /// <summary>Retries for 24 hours, at most ten minutes apart, so that a recovered service is noticed quickly.</summary>
    public RetryPolicy RetryPolicy { get; } =
        new([
            TimeSpan.FromSeconds(2),
            TimeSpan.FromSeconds(30),
            TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(5),
            .. Enumerable.Repeat(TimeSpan.FromMinutes(10), 143),
        ])
        {
            PauseAfterFailures = 10,
            PauseLength = TimeSpan.FromMinutes(1),
        };

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var job = Json.Read<Job>(item.Body);
        var (waiting, ready, outcome) = await Prepare(job, stop);
        if (waiting is null || ready is null)
            return outcome;
        var transport = transports.First(transport => transport.Supports(ready.Channel.Kind));
        var watch = Stopwatch.StartNew();
        // The earlier attempt was interrupted, so the service may have the message already.
        var result = waiting.AttemptedAt is { } since ? await transport.FindSent(ready, since, id => IsKnown(ready.Channel.Id, id, stop), stop) : null;
        if (result is null)
        {
            var (wait, isReserved) = await Begin(job, waiting.Message, ready.Channel, item.Lane == Channel.UrgentLaneOf(ready.Channel.Id), stop);
            if (!isReserved)
                return WorkOutcome.Reschedule(wait);
            await Task.Delay(wait, stop);
            watch.Restart();
            result = await transport.Send(ready, stop);
        }
        return await Record(item, job, waiting.Message, ready, HideSecret(result, ready.Message.Secret), (int)watch.ElapsedMilliseconds, stop);
    }

    /// <summary>Loads everything that is needed, and releases the database connection before the service is called.</summary>
    /// <returns>The message, or what happens to the item because there is nothing to send.</returns>
    /// <summary>Cuts what a service sent back where the secret of the message starts, because answers can be read by others.</summary>
    private static SendResult HideSecret(SendResult result, string? secret)
    {
        return secret is null ? result : result with { Answer = Cut(result.Answer, secret), Reason = result.Reason is { } reason ? Cut(reason, secret) : null };

        static string Cut(string text, string secret) => text.IndexOf(secret[..SecretStart], StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text;
    }

    private async Task<(WaitingMessage? Waiting, PreparedMessage? Ready, WorkOutcome Outcome)> Prepare(Job job, CancellationToken stop)
    {
        string skipReason;
        WaitingMessage? waiting;
        await using (var look = await database.ReadTenants(job.Tenants, stop))
        {
            waiting = await ChannelMessageRows.FindToSend(job.TenantId, job.Message, look);
            if (waiting is not { Message: { } message })
                return (null, null, WorkOutcome.Completed);
            var channel = await Channel.Find(message.ChannelId, look);
            if (channel is { IsRemoved: false, IsPaused: true })
                return (null, null, WorkOutcome.Reschedule(s_pausedDelay));
            if (channel is null or { IsRemoved: true } || await ChannelSecrets.Find(channel, box, look) is not { } secrets)
            {
                skipReason = "The channel was removed.";
            }
            else
            {
                var to = await recipients.Find(message, channel, look);
                var text = to.SkipReason is null && SourceOf(message) is { } source ? await source.Find(message, look) : null;
                if (to.SkipReason is null && text is not null)
                {
                    var browsers = to.Browsers.Where(browser => !waiting.Reached.Contains(browser.Id)).ToList();
                    if (await FindBlocked(channel, browsers, look) is { } blocked)
                        return (null, null, WorkOutcome.Reschedule(blocked));
                    var status =
                        channel.Kind.IsByPhone() && await PlatformAddress.Of(look) is { } console
                            ? console + TwilioRoutes.StatusOf(channel.Id, message.MessageId)
                            : null;
                    var ready = new PreparedMessage(message.MessageId, channel, secrets, text, to.Address, to.UsesTemplate, status)
                    {
                        Browsers = browsers,
                        HasReached = waiting.Reached.Count > 0,
                    };
                    return (waiting, ready, default);
                }
                skipReason = to.SkipReason ?? "It was stopped before it was sent.";
            }
        }
        await using var work = await Open(job, stop);
        await ChannelMessageRows.RecordSkipped(waiting.Message, skipReason, work);
        await Report(waiting.Message, MessageState.NotSent, skipReason, work);
        await work.Commit();
        return (null, null, WorkOutcome.Completed);
    }

    /// <summary>Reserves the turn of a message, and stores that its attempt starts.</summary>
    private async Task<(TimeSpan Wait, bool IsReserved)> Begin(Job job, OutgoingMessage message, Channel channel, bool isUrgent, CancellationToken stop)
    {
        await using var work = await Open(job, stop);
        var turn = await SendLimiter.Reserve(channel, isUrgent, work);
        if (turn.IsReserved && await ChannelMessageRows.Begin(message, work))
            await work.Commit();
        else
            turn.IsReserved = false; // cancelled in the meantime, which the next look notices
        return turn;
    }

    private async Task<WorkOutcome> Record(
        WorkItem item,
        Job job,
        OutgoingMessage message,
        PreparedMessage ready,
        SendResult result,
        int took,
        CancellationToken stop
    )
    {
        var state = result.Outcome switch
        {
            SendOutcome.Accepted => MessageState.Sent,
            SendOutcome.Rejected => MessageState.Failed,
            _ when !RetryPolicy.IsLast(item) => MessageState.Waiting,
            _ => ready.HasReached || result.Reached.Count > 0 ? MessageState.Sent : MessageState.Failed,
        };
        var block = result.Outcome is SendOutcome.RateLimited ? ServicePause.Of(result.RetryAfter) : TimeSpan.Zero;
        await using var work = await Open(job, stop);
        await ChannelMessageRows.Record(message, result, took, state, work);
        if (state is not MessageState.Waiting)
            await Report(message, state, state is MessageState.Sent ? null : result.Reason ?? result.Answer, work);
        if (block > TimeSpan.Zero)
            foreach (var key in BlockedBy(ready.Channel, result)) // one, or a few push services
                await SendLimiter.Block(key, block, work);
        if (result.Gone.Count > 0)
            await PushSubscriptions.Delete(job.Tenants, result.Gone, work);
        if (result.Code == TwilioErrors.Unsubscribed && message.MemberId is { } member)
            await addresses.SuppressUnsubscribed(ready.Channel.Kind.ToChannel(), message.TenantId, member, ready.Address, work);
        await work.Commit();
        return result.Outcome switch
        {
            SendOutcome.Accepted => WorkOutcome.Completed,
            SendOutcome.Rejected => WorkOutcome.Completed, // the list of deliveries shows it, with the code of the service
            _ => WorkOutcome.Failed(
                new(result.Reason ?? result.Answer)
                {
                    RetryAfter = result.RetryAfter,
                    MinDelay = block,
                    LanePause = result.Busy.Count > 0 ? TimeSpan.Zero : block,
                }
            ),
        };
    }

    /// <returns>What waits: the whole channel, or the push services that refused. A browser chooses its service, so it must not stop messages to others.</returns>
    private static IReadOnlyList<string> BlockedBy(Channel channel, SendResult result) =>
        result.Busy.Count == 0 ? [channel.Id] : [.. result.Busy.Select(service => SendLimiter.KeyOf(channel.Id, service))];

    private static async Task<TimeSpan?> FindBlocked(Channel channel, IReadOnlyList<PushDestination> browsers, UnitOfWork look) =>
        browsers.Count == 0 ? null : await SendLimiter.FindBlocked([.. browsers.Select(browser => SendLimiter.KeyOf(channel.Id, browser.Service))], look);

    private IMessageSource? SourceOf(OutgoingMessage message) => sources.FirstOrDefault(source => source.Name == message.Source);

    private Task Report(OutgoingMessage message, MessageState state, string? reason, UnitOfWork work) =>
        SourceOf(message)?.Record(message, state, reason, work) ?? Task.CompletedTask;

    private async Task<bool> IsKnown(string channelId, string vendorId, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await ChannelMessageRows.IsKnown(channelId, vendorId, reading);
    }

    private Task<UnitOfWork> Open(Job job, CancellationToken stop) => database.Write(WriteOrigin.Intake("channel.attempt"), job.Tenants, stop);

    /// <param name="RecipientTenant">Tenant of the member who receives a test; null for other messages.</param>
    private sealed record Job(string TenantId, string Message, string? RecipientTenant = null)
    {
        [JsonIgnore]
        public IReadOnlyList<string> Tenants => [.. new[] { TenantId, RecipientTenant ?? TenantId, IdGenerator.Platform }.Distinct(StringComparer.Ordinal)];
    }
}
