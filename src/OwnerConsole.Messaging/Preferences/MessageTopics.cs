using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>All topics of the product, and the opt-outs that members can choose.</summary>
public sealed class MessageTopics(IEnumerable<MessageTopic> topics) : IOptionSource
{
    public const string Source = "opt_out";

    /// <summary>Channels that members can switch off one by one.</summary>
    public static IReadOnlyList<MessageChannel> Channels { get; } =
    [MessageChannel.Email, MessageChannel.InApp, MessageChannel.Sms, MessageChannel.Whatsapp, MessageChannel.Push];

    public IReadOnlyList<MessageTopic> All { get; } = [.. topics];

    public IEnumerable<MessageTopic> Optional => All.Where(topic => !topic.IsRequired);

    public string Name => Source;

    /// <returns>Null when no topic has the key.</returns>
    public MessageTopic? Find(string key) => All.FirstOrDefault(topic => topic.Key == key);

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([
            .. Optional.SelectMany(topic =>
                Channels
                    .Select(channel => new Option(new OptOut(topic.Key, channel).Key, $"{topic.Title}: {Title(channel)}"))
                    .Prepend(new(topic.Key, topic.Title))
            ),
        ]);

    /// <returns>Null when members can't choose it.</returns>
    internal OptOut? Read(string key) =>
        Optional
            .SelectMany(topic => Channels.Select(channel => new OptOut(topic.Key, channel)).Prepend(new(topic.Key)))
            .FirstOrDefault(one => one.Key == key.Trim());

    /// <returns>Name of the channel for people.</returns>
    internal static string Title(MessageChannel channel) =>
        channel switch
        {
            MessageChannel.Email => "Email",
            MessageChannel.InApp => "In-app",
            MessageChannel.Sms => "SMS",
            MessageChannel.Whatsapp => "WhatsApp",
            MessageChannel.Push => "Push",
            _ => channel.ToString(),
        };
}
