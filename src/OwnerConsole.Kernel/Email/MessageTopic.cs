namespace OwnerConsole.Kernel.Email;

/// <summary>A kind of message that members can opt out of, declared in code. Register it as a service, so that members can choose it.</summary>
/// <param name="Key">Permanent key, as used in the API.</param>
/// <param name="Title">Title that members see.</param>
/// <param name="Description">What the messages are about, in one sentence for members.</param>
public sealed record MessageTopic(string Key, string Title, string Description)
{
    /// <summary>Name of the options of forms that are topics.</summary>
    public const string Options = "message_topic";

    /// <summary>Members can't opt out, because they need these messages to use or pay for the product.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Messages are not sent to members who withdrew their consent to marketing.</summary>
    public bool IsMarketing { get; init; }

    /// <param name="key">What a person entered.</param>
    /// <returns>Why no topic has this key; null if one has it.</returns>
    public static string? FindError(string key, IEnumerable<MessageTopic> topics) =>
        topics.Any(topic => topic.Key == key) ? null : $"must be one of {string.Join(", ", topics.Select(topic => topic.Key))}.";

    public static readonly MessageTopic Account = new("account", "Account", "Sign-in, security and the status of your account.") { IsRequired = true };

    public static readonly MessageTopic Billing = new("billing", "Billing", "Invoices, payments and changes of your plan.") { IsRequired = true };

    public static readonly MessageTopic Usage = new("usage", "Usage", "Limits that you are about to reach.");

    public static readonly MessageTopic News = new("news", "News", "Announcements and offers.") { IsMarketing = true };

    public static readonly MessageTopic FeatureUpdates = new("feature_updates", "Feature updates", "New and improved features.") { IsMarketing = true };

    public static readonly MessageTopic SystemAlerts = new("system_alerts", "System alerts", "Maintenance and outages.");
}
