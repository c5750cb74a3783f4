using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Secrets that are typed into an operation's form: sealed before the preview is kept, opened by the operation that they were typed for.</summary>
public sealed class InputSecrets(SecretBox box)
{
    private const string Kind = "input";

    /// <param name="field">as the input's JSON calls it</param>
    /// <param name="stored">what the operation reads in place of the secret</param>
    /// <exception cref="SecretException">it was typed for something else</exception>
    public string Open(string operation, string field, string stored) =>
        Encoding.UTF8.GetString(box.Open(Kind, Owner(operation, field), Convert.FromBase64String(stored)));

    /// <returns>the input with its secrets as they were typed</returns>
    internal JsonElement Open(Operation operation, JsonElement input) => Each(operation, input, Open);

    /// <returns>the input with its secrets sealed</returns>
    internal JsonElement Seal(Operation operation, JsonElement input) =>
        Each(operation, input, (name, field, typed) => Convert.ToBase64String(box.Seal(Kind, Owner(name, field), Encoding.UTF8.GetBytes(typed))));

    private static JsonElement Each(Operation operation, JsonElement input, Func<string, string, string, string> turn)
    {
        var secrets = operation.AllFields.Where(field => field.Kind is FieldKind.Secret).Select(field => field.Name).ToList();
        if (secrets.Count == 0 || input.ValueKind is not JsonValueKind.Object)
            return input;
        var turned = JsonObject.Create(input)!; // it is an object
        foreach (var field in secrets)
            if (turned[field] is JsonValue value && value.GetValueKind() is JsonValueKind.String)
                turned[field] = turn(operation.Is.Name, field, value.GetValue<string>());
        return JsonSerializer.SerializeToElement(turned);
    }

    private static string Owner(string operation, string field) => $"{operation}/{field}";
}
