using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Deletes a subscription of the status page with its email address, also in backups that are restored later.</summary>
public sealed class RemoveStatusSubscriber(ErasureLedger ledger) : Operation<StatusSubscriberFacts, RemoveStatusSubscriber.Input>
{
    public const string Name = "status_page.remove_subscriber";

    private const int MaxId = 40;

    public sealed record Input([StringLength(MaxId)] [Description("ID of the subscriber, which starts with ssb_.")] string Subscriber);

    public override Input Example => new("ssb_01h455vb4pex5vsknk084sn02q");

    public override OperationDefinition Definition =>
        new(Name, "Delete subscriber", "deleted")
        {
            Subject = "platform",
            DoneSentence = "The subscriber is deleted",
            Group = ActionGroup.Danger,
            Synonyms = "status page, unsubscribe, erase, gdpr, email, webhook",
            Reversal = Reversal.Never,
            NotRestoredByUndo = "The subscription and its email address. The person can subscribe again.",
        };

    public override async Task<IReadOnlyList<StatusSubscriberFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var subscriber = input.Subscriber.Any(char.IsControl) ? "" : input.Subscriber.Trim();
        var known = await work.List<string>(
            $"select s.subscriber_id from status_pages.subscribers s where s.tenant_id = 'tnt_platform' and s.subscriber_id = @subscriber {work.ForUpdate("s")}",
            new { subscriber }
        );
        return [new(1) { SubscriberId = known.Count > 0 ? known[0] : null }];
    }

    public override Refusal? Refuse(StatusSubscriberFacts subject, Input input) =>
        subject.SubscriberId is null ? new("unknown_subscriber", $"The subscriber does not exist.") : null;

    public override Decision Decide(StatusSubscriberFacts subject, Input input) =>
        new($"The subscription is deleted with its email address. It receives no more updates.") { Weight = new(People: 1) };

    public override Task Execute(IReadOnlyList<StatusSubscriberFacts> accepted, Input input, UnitOfWork work) =>
        ledger.Erase(SubscriberEraser.Subject, IdGenerator.Platform, accepted[0].SubscriberId!, work); // not null: not refused
}

/// <summary>The platform with a subscriber of its status page.</summary>
public sealed record StatusSubscriberFacts(long Revision) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    /// <summary>ID of the subscriber; null if there is no such subscriber.</summary>
    public string? SubscriberId { get; init; }
}
