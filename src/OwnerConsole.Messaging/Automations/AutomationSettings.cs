using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Settings of automations.</summary>
public static class AutomationSettings
{
    /// <summary>Maximum length of an email address (RFC 5321).</summary>
    private const int MaxAddress = 254;

    public static readonly Setting Bcc = new(
        "automations.bcc",
        SettingCategory.Features,
        "Copies of automated emails",
        "Email address that receives a blind copy of each email of an automation. Leave blank for none.",
        ""
    )
    {
        Max = MaxAddress,
        IsValid = text => text.Length == 0 || IsAddress(text),
        FormatHelp = Sentence.Say($"Enter one email address, or leave it blank."),
        Synonyms = "bcc, blind copy, archive",
    };

    private static bool IsAddress(string text) =>
        text.Split('@') is [{ Length: > 0 }, { Length: > 0 }]
        && text.All(letter => char.IsAscii(letter) && !char.IsControl(letter) && letter is not (' ' or ',' or ';' or '<' or '>'));
}
