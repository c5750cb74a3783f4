using System.Text.Json;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What the application is asked to say beforehand of one subject.</summary>
/// <param name="Input">as the task would be handed it</param>
internal sealed record PreviewTask(string TenantId, string SubjectId, Population Population, string Kind, JsonElement Input);
