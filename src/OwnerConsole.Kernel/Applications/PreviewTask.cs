using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>A preview request to the application for one subject.</summary>
/// <param name="Input">The input that the task would receive.</param>
internal sealed record PreviewTask(string TenantId, string SubjectId, Mode Mode, string Kind, JsonElement Input);
