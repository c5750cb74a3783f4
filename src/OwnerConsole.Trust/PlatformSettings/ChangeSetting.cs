using System.ComponentModel;
using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Trust.PlatformSettings;

/// <summary>Changes a platform setting. docs/settings.md lists all settings.</summary>
public sealed class ChangeSetting(SettingBook book) : Operation<SettingFacts, ChangeSetting.Input>
{
    public sealed record Input(
        [Given] [ChosenAmong(SettingSource.Settings)] [Description("Key of the setting, as listed by GET /api/v1/settings.")] string Key,
        [Description("New value: a number for numeric settings, otherwise a text. Omit it to restore the default.")] JsonElement? Value = null
    );

    public override Input Example => new("reporting.zone", Json.Element("Europe/Berlin"));

    public override Declaration Is =>
        new("setting.change", "Change setting", "changed")
        {
            StepUp = true,
            Subject = "platform",
            Told = "Setting changed",
            ComesBack = "The previous value, unless it was changed again.",
        };

    public override IReadOnlyList<InputField> Fields(Func<string, string?> given) =>
        [.. base.Fields(given).Select(field => field.Name == "value" && book.Find(given("key") ?? "") is { } setting ? Drawn(field, setting) : field)];

    public override Task<IReadOnlyList<SettingFacts>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        var setting = book.Find(input.Key);
        return SettingFacts.Load(ids, setting, input.Value is { ValueKind: not JsonValueKind.Null } value ? setting?.Read(value) : setting?.Default, work);
    }

    public override Refusal? Refuse(SettingFacts platform, Input input) =>
        platform switch
        {
            { Setting: null } => new("unknown_setting", $"No setting has this key. GET /api/v1/settings lists all keys."),
            { Wanted: null, Setting.Kind: FieldKind.Number } => new(
                "out_of_bounds",
                $"The value must be a whole number from {platform.Setting.Least} to {platform.Setting.Most}."
            ),
            { Wanted: null, Setting.Kind: FieldKind.Choice } => new("not_a_choice", platform.Setting.Form ?? Sentence.Say($"Choose one of the listed values.")),
            { Wanted: null } => new(
                "bad_text",
                platform.Setting.Form ?? Sentence.Say($"The value must be one line of {platform.Setting.Least} to {platform.Setting.Most} characters.")
            ),
            _ when platform.Wanted == platform.Now => new("no_change", $"The setting already has this value."),
            _ => null,
        };

    public override Decision Decide(SettingFacts platform, Input input)
    {
        var (setting, wanted) = (platform.Setting!, platform.Wanted!); // Refuse rejects null
        return new(platform.Follows, new Effect(setting.Key, setting.Shown(platform.Now), setting.Shown(wanted)));
    }

    public override Task Execute(IReadOnlyList<SettingFacts> accepted, Input input, Work work) =>
        accepted[0].Setting!.Open(input.Value is null ? null : accepted[0].Wanted, work); // Refuse rejects null

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SettingFacts> subjects, string undoneRun, Work work) =>
        subjects is [{ Setting: { } setting }] && await setting.TakeBack(undoneRun, work) ? [IdSource.Platform] : [];

    private static InputField Drawn(InputField field, Setting setting) =>
        field with
        {
            Label = setting.Name,
            Kind = setting.Kind,
            Source = setting.Source,
            Required = true,
            Help = string.Join(' ', ((string?[])[setting.Says, setting.Bounds, $"Default: {setting.Worded(setting.Default)}."]).OfType<string>()),
        };
}
