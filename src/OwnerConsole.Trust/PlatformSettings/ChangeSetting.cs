using System.ComponentModel;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.PlatformSettings;

/// <summary>Changes a platform setting. docs/reference/settings.md lists all settings.</summary>
public sealed class ChangeSetting(SettingCatalogue book) : Operation<SettingFacts, ChangeSetting.Input>
{
    public sealed record Input(
        [Prefilled] [OptionsFrom(SettingSource.Settings)] [Description("Key of the setting, as listed by GET /api/v1/settings.")] string Key,
        [Description("New value: a number for numeric settings, otherwise a text. Omit it to restore the default.")] JsonElement? Value = null
    );

    public override Input Example => new("reporting.zone", Json.Element("Europe/Berlin"));

    public override OperationDefinition Definition =>
        new("setting.change", "Change setting", "changed")
        {
            RequiresStepUp = true,
            Subject = "platform",
            DoneSentence = "Setting changed",
            RestoredByUndo = "The previous value, unless it was changed again.",
        };

    public override IReadOnlyList<InputField> Fields(Func<string, string?> given) =>
        [.. base.Fields(given).Select(field => field.Name == "value" && book.Find(given("key") ?? "") is { } setting ? Adapt(field, setting) : field)];

    public override Task<IReadOnlyList<SettingFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
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
                $"The value must be a whole number from {platform.Setting.Min} to {platform.Setting.Max}."
            ),
            { Wanted: null, Setting.Kind: FieldKind.Choice } => new(
                "not_a_choice",
                platform.Setting.FormatHelp ?? Sentence.Say($"Choose one of the listed values.")
            ),
            { Wanted: null } => new(
                "bad_text",
                platform.Setting.FormatHelp ?? Sentence.Say($"The value must be one line of {platform.Setting.Min} to {platform.Setting.Max} characters.")
            ),
            _ when platform.Wanted == platform.Now => new("no_change", $"The setting already has this value."),
            _ => null,
        };

    public override Decision Decide(SettingFacts platform, Input input)
    {
        var (setting, wanted) = (platform.Setting!, platform.Wanted!); // Refuse rejects null
        return new(platform.Follows, new Effect(setting.Key, setting.ToJsonValue(platform.Now), setting.ToJsonValue(wanted)));
    }

    public override Task Execute(IReadOnlyList<SettingFacts> accepted, Input input, UnitOfWork work) =>
        accepted[0].Setting!.Set(input.Value is null ? null : accepted[0].Wanted, work); // Refuse rejects null

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SettingFacts> subjects, string undoneRun, UnitOfWork work) =>
        subjects is [{ Setting: { } setting }] && await setting.Undo(undoneRun, work) ? [IdGenerator.Platform] : [];

    private static InputField Adapt(InputField field, Setting setting) =>
        field with
        {
            Label = setting.Name,
            Kind = setting.Kind,
            Source = setting.Source,
            Required = true,
            Help = string.Join(' ', ((string?[])[setting.Description, setting.Bounds, $"Default: {setting.Format(setting.Default)}."]).OfType<string>()),
        };
}
