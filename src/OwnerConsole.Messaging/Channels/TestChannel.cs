using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Channels.Public;
using OwnerConsole.Messaging.Channels.WebPush;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Sends a marked test message on a channel. The channel's page shows the answer of the service and how long it took.</summary>
public sealed partial class TestChannel(Database database) : Operation<ChannelFacts, TestChannel.Input>
{
    public sealed record Input(
        [Description("Phone number that receives the test, such as +41441234567. Only for SMS and WhatsApp.")] string? To = null,
        [StringLength(64)] [Description("ID of the member whose browsers receive the test, such as mbr_…. Only for web push.")] string? Member = null
    );

    public override OperationDefinition Definition =>
        new("channel.test", "Send test", "sent a test")
        {
            Group = ActionGroup.Communication,
            RestoredByUndo = "A test that has not been sent yet is not sent.",
            NotRestoredByUndo = "A test that has already been sent.",
        };

    public override async Task<IReadOnlyList<ChannelFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var loaded = new List<ChannelFacts>();
        foreach (var subject in await ChannelFacts.Load(ids, work)) // usually one
            if (subject.Channel is { Kind: ChannelKind.WebPush } && !string.IsNullOrWhiteSpace(input.Member))
            {
                await using var reading = await database.Read(work.Stop); // a run on the platform can't read tenants
                loaded.Add(subject with { TestRecipient = await PushTestRecipient.Find(input.Member.Trim(), subject.Id, reading) });
            }
            else
            {
                loaded.Add(subject);
            }
        return loaded;
    }

    public override Refusal? Refuse(ChannelFacts subject, Input input) =>
        ChannelFacts.FindRemoved(subject)
        ?? subject switch
        {
            { Channel.IsPaused: true } => new("paused", $"{subject} is paused. Resume it first."),
            { IsTested: true } => new("being_tested", $"A test of {subject} is already waiting."),
            { Channel.Kind: ChannelKind.WebPush, TestRecipient: null } => new(
                "unknown_member",
                $"Enter the ID of a member who is not removed, such as mbr_…. The test is sent to the member's browsers."
            ),
            { Channel.Kind: ChannelKind.WebPush, TestRecipient.HasBrowser: false } => new(
                "no_subscription",
                $"No browser of this member is subscribed to {subject} yet. Subscribe one in your application first."
            ),
            _ when subject.Channel!.Kind.IsByPhone() && !PhoneNumber().IsMatch(input.To ?? "") => new( // not null: not removed
                "bad_number",
                $"Enter a phone number with country code and without spaces, such as +41441234567."
            ),
            _ => null,
        };

    public override Decision Decide(ChannelFacts subject, Input input) => new($"A test message will be sent on {subject}.");

    public override async Task Execute(IReadOnlyList<ChannelFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var subject in accepted) // a handful at most
            await ChannelOutbox.Enqueue(
                TestMessages.Source,
                subject.Id,
                work.NewId("chm", subject.Id),
                new(
                    IdGenerator.Platform,
                    null,
                    Json.Element(
                        new
                        {
                            To = subject.Channel!.Kind.IsByPhone() ? input.To : null, // not null: not removed
                            Tenant = subject.TestRecipient?.TenantId,
                            Member = subject.TestRecipient?.MemberId,
                        }
                    ),
                    work.Now
                ),
                subject.TestRecipient?.TenantId,
                work
            );
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ChannelFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var stopped = await work.List<string>(
            "delete from channels.messages where tenant_id = 'tnt_platform' and run_id = @undoneRun and state = 'waiting' returning channel_id",
            new { undoneRun }
        );
        await work.Withdraw([.. stopped.Select(Channel.LaneOf)], undoneRun);
        return [.. stopped.Intersect(subjects.Select(subject => subject.Id), StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}$", RegexOptions.None, 1000)]
    private static partial Regex PhoneNumber();
}
