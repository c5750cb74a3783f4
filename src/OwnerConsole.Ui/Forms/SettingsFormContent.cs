using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Ui.Forms;

/// <summary>Fields, values and errors of a <see cref="SettingsForm"/>.</summary>
/// <param name="Values">Values by control name: the stored settings, or the submitted values.</param>
/// <param name="Errors">Error messages by control name.</param>
/// <param name="Summary">Error message above the form; null when there is no error.</param>
/// <param name="StepUp">Confirmation of the user's identity; null if none is needed.</param>
public sealed record SettingsFormContent(
    IReadOnlyList<InputField> Fields,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> Errors,
    string? Summary,
    StepUpPrompt? StepUp
);
