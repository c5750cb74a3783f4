using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Messages that a member doesn't want.</summary>
/// <param name="Topic">Key of the topic.</param>
/// <param name="Channel">Null means all channels.</param>
public sealed record OptOut(string Topic, MessageChannel? Channel = null)
{
    /// <summary>Key of a form field: <c>news</c>, or <c>news:email</c> for one channel.</summary>
    internal string Key => Channel is { } channel ? $"{Topic}:{channel.ToText()}" : Topic;

    /// <summary>Sorts, and leaves out channels of topics that are switched off for all channels.</summary>
    internal static IReadOnlyList<OptOut> Normalize(IEnumerable<OptOut> all)
    {
        var list = all.Distinct().ToList();
        return
        [
            .. list.Where(one => one.Channel is null || !list.Contains(new(one.Topic)))
                .OrderBy(one => one.Topic, StringComparer.Ordinal)
                .ThenBy(one => one.Channel),
        ];
    }
}
