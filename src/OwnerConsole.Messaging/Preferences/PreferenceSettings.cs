using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Quiet hours and the frequency cap. The SQL functions preferences.earliest and preferences.is_capped read them.</summary>
public static partial class PreferenceSettings
{
    internal const string Switch = "on_off",
        On = "on",
        Off = "off";

    public static readonly Setting QuietHours = new(
        "preferences.quiet_hours",
        SettingCategory.Features,
        "Quiet hours",
        "Whether messages to members wait until quiet hours end, in the time zone of each member. Urgent messages are sent at any time.",
        Off
    )
    {
        Kind = FieldKind.Choice,
        Source = Switch,
        IsValid = text => text is On or Off,
        FormatHelp = Sentence.Say($"Quiet hours must be on or off."),
        Synonyms = "do not disturb, night",
    };

    public static readonly Setting QuietFrom = Time(
        "preferences.quiet_from",
        "Quiet hours start",
        "Start of quiet hours in the time zone of each member: a whole hour or HH:mm.",
        "22:00"
    );

    public static readonly Setting QuietUntil = Time(
        "preferences.quiet_until",
        "Quiet hours end",
        "End of quiet hours in the time zone of each member: a whole hour or HH:mm. If it is the same as the start, there are no quiet hours.",
        "08:00"
    );

    public static readonly Setting MaxMessages = new(
        "preferences.max_messages",
        SettingCategory.Features,
        "Message limit",
        "Optional messages that a member receives in 7 days at most. Account, billing and urgent messages don't count. 0 means no limit.",
        "0"
    )
    {
        Kind = FieldKind.Number,
        Min = 0,
        Max = 100,
        Unit = "messages",
        Synonyms = "frequency cap, fatigue",
    };

    public static IReadOnlyList<Setting> All { get; } = [QuietHours, QuietFrom, QuietUntil, MaxMessages];

    private static Setting Time(string key, string name, string description, string initial) =>
        new(key, SettingCategory.Features, name, description, initial)
        {
            Max = 5,
            IsValid = text => Hour().IsMatch(text),
            FormatHelp = Sentence.Say($"Enter a whole hour such as 22, or hours and minutes such as 22:30."),
        };

    [GeneratedRegex("^([01]?[0-9]|2[0-3])(:[0-5][0-9])?\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hour();

    /// <summary>Choices of <see cref="QuietHours"/>.</summary>
    internal sealed class Source : IOptionSource
    {
        public string Name => Switch;

        public Task<IReadOnlyList<Option>> Find(UnitOfWork work) => Task.FromResult<IReadOnlyList<Option>>([new(Off, "Off"), new(On, "On")]);
    }
}
