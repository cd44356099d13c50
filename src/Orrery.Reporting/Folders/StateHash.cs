using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Orrery.Reporting.Folders;

/// <summary>A hash over every number of a result, to the last bit.</summary>
public static class StateHash
{
    public static string Of(JsonNode result) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result.ToJsonString())));
}
