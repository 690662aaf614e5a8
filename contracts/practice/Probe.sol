// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

contract Child {
    uint256 public immutable number;

    constructor(uint256 given) {
        number = given;
    }
}

/// For tests of the Practice network: what a contract sees of the chain, every way to fail, TRX in and out, contracts
/// made by contracts.
contract Probe {
    address public immutable owner;
    uint256 public stored;

    event Stored(address indexed by, uint256 value, string note);
    event Made(address child);

    error Refused(address by, uint256 code);

    constructor() payable {
        owner = msg.sender;
    }

    receive() external payable {}

    function chain() external view returns (uint256 id, uint256 number, uint256 time, address producer) {
        return (block.chainid, block.number, block.timestamp, block.coinbase);
    }

    function signer(bytes32 digest, bytes calldata signature) external pure returns (address) {
        return ECDSA.recover(digest, signature);
    }

    function store(uint256 value, string calldata note) external {
        stored = value;
        emit Stored(msg.sender, value, note);
    }

    function pay(address payable to, uint256 value) external {
        (bool done, ) = to.call{ value: value }("");
        require(done, "not paid");
    }

    function make(uint256 number) external returns (address) {
        Child child = new Child(number);
        emit Made(address(child));
        return address(child);
    }

    function makeAt(bytes32 salt, uint256 number) external returns (address) {
        Child child = new Child{ salt: salt }(number);
        emit Made(address(child));
        return address(child);
    }

    function refuse(uint256 code) external {
        revert Refused(msg.sender, code);
    }

    function complain() external {
        require(false, "not today");
    }

    function fail() external {
        assert(false);
    }

    function loop() external {
        for (uint256 turn = 0; ; turn++) {}
    }
}
