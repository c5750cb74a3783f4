using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Secrets entered in an operation's form: encrypted before the preview is stored and decrypted only for the same operation.</summary>
public sealed class InputSecrets(SecretBox box)
{
    private const string Kind = "input";

    /// <param name="field">Name of the field in the input's JSON.</param>
    /// <param name="stored">Encrypted value stored in place of the secret.</param>
    /// <exception cref="SecretException">The secret was entered for another operation or field.</exception>
    public string Decrypt(string operation, string field, string stored) =>
        Encoding.UTF8.GetString(box.Decrypt(Kind, Owner(operation, field), Convert.FromBase64String(stored)));

    /// <returns>The input with decrypted secrets.</returns>
    internal JsonElement Decrypt(Operation operation, JsonElement input) => Each(operation, input, Decrypt);

    /// <returns>The input with encrypted secrets.</returns>
    internal JsonElement Encrypt(Operation operation, JsonElement input) =>
        Each(operation, input, (name, field, typed) => Convert.ToBase64String(box.Encrypt(Kind, Owner(name, field), Encoding.UTF8.GetBytes(typed))));

    private static JsonElement Each(Operation operation, JsonElement input, Func<string, string, string, string> turn)
    {
        var secrets = operation.AllFields.Where(field => field.Kind is FieldKind.Secret).Select(field => field.Name).ToList();
        if (secrets.Count == 0 || input.ValueKind is not JsonValueKind.Object)
            return input;
        var turned = JsonObject.Create(input)!;
        foreach (var field in secrets)
            if (turned[field] is JsonValue value && value.GetValueKind() is JsonValueKind.String)
                turned[field] = turn(operation.Definition.Name, field, value.GetValue<string>());
        return JsonSerializer.SerializeToElement(turned);
    }

    private static string Owner(string operation, string field) => $"{operation}/{field}";
}
