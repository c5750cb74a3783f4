using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>The form in which members choose topics and channels: a checkbox for each channel of a topic, checked if its messages are sent.</summary>
/// <param name="Topics">Topics in the order of the page, with required ones.</param>
/// <param name="OptOuts">Current opt-outs.</param>
public sealed record PreferenceForm(IReadOnlyList<MessageTopic> Topics, IReadOnlyList<OptOut> OptOuts)
{
    /// <summary>Name of the checkboxes. The value is the key of an opt-out.</summary>
    internal const string Field = "receive";

    /// <summary>Keys of the topics that aren't sent because the member has withdrawn consent. Empty on the public page, because its links can be forwarded.</summary>
    public IReadOnlyList<string> WithdrawnTopics { get; init; } = [];

    internal bool IsSent(MessageTopic topic, MessageChannel channel) => !OptOuts.Contains(new(topic.Key)) && !OptOuts.Contains(new(topic.Key, channel));

    /// <returns>Opt-outs for all checkboxes that are not checked. A topic without any checked channel is switched off for channels of the future too.</returns>
    internal static IReadOnlyList<OptOut> Read(IFormCollection form, MessageTopics topics)
    {
        var received = form[Field].ToHashSet(StringComparer.Ordinal);
        return
        [
            .. topics.Optional.SelectMany(topic =>
            {
                var off = MessageTopics.Channels.Select(channel => new OptOut(topic.Key, channel)).Where(one => !received.Contains(one.Key)).ToList();
                return off.Count == MessageTopics.Channels.Count ? [new OptOut(topic.Key)] : off;
            }),
        ];
    }
}
